using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Leaks;

/// <summary>Words for findings: what, where acquired, what decides, what to do, in at most 160 characters.</summary>
internal static class LeakMessages
{
    private static readonly SymbolDisplayFormat s_typeName = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static object[] NeverReleased(OwnershipFinding finding) =>
        new object[] { TypeName(finding), finding.Place!.Name, Verb(finding.Site), RemedyForLocal(finding.Traits) };

    public static object[] Discarded(OwnershipFinding finding)
    {
        string how = finding.Consumer switch
        {
            { Form: DiscardForm.Argument, Member: { } member } => $"is passed to '{member}', which does not release it",
            { Form: DiscardForm.Receiver, Member: { } member } => $"is used for '{member}' and never released",
            _ => "is discarded and never released",
        };
        return new object[] { TypeName(finding), Verb(finding.Site), how, RemedyForTemporary(finding.Traits) };
    }

    private static string TypeName(OwnershipFinding finding) => finding.ResourceType.ToDisplayString(s_typeName);

    private static string Verb(IOperation site) => site switch
    {
        IObjectCreationOperation or ITypeParameterObjectCreationOperation => "created",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Open", StringComparison.Ordinal) => "opened",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Create", StringComparison.Ordinal) => "created",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Rent", StringComparison.Ordinal) => "rented",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Start", StringComparison.Ordinal) => "started",
        _ => "acquired",
    };

    private static string RemedyForLocal(ResourceTraits traits) => traits switch
    {
        { HasDispose: true } => "declare it with 'using'",
        { HasDisposeAsync: true } => "declare it with 'await using'",
        _ => $"call '{traits.ReleaseMethod}()' when done with it",
    };

    private static string RemedyForTemporary(ResourceTraits traits) => traits switch
    {
        { HasDispose: true } => "keep it in a 'using' variable",
        { HasDisposeAsync: true } => "keep it in an 'await using' variable",
        _ => $"keep it in a variable and call '{traits.ReleaseMethod}()'",
    };
}
