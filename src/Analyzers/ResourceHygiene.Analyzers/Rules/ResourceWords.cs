using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>The words that messages about resources are made of.</summary>
internal static class ResourceWords
{
    private static readonly char[] s_lineBreaks = { '\r', '\n' };
    private static readonly char[] s_space = { ' ', '\t', '\r', '\n' };

    private static readonly SymbolDisplayFormat s_typeName = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string TypeName(OwnershipFinding finding, int limit) => TypeName(finding.ResourceType, limit);

    public static string TypeName(ITypeSymbol type, int limit) => Shorten(type.ToDisplayString(s_typeName), limit);

    /// <summary>How the resource came into being: created, opened, rented, started, acquired.</summary>
    public static string Verb(IOperation site) => site switch
    {
        IObjectCreationOperation or ITypeParameterObjectCreationOperation => "created",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Open", StringComparison.Ordinal) => "opened",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Create", StringComparison.Ordinal) => "created",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Rent", StringComparison.Ordinal) => "rented",
        IInvocationOperation { TargetMethod.Name: { } name } when name.StartsWith("Start", StringComparison.Ordinal) => "started",
        _ => "acquired",
    };

    public static string RemedyForLocal(ResourceTraits traits, int limit) => traits switch
    {
        { Family: not null } => $"call '{Shorten(traits.ReleaseMethod!, limit)}' in a 'finally'",
        { HasDispose: true } => "declare it with 'using'",
        { HasDisposeAsync: true } => "declare it with 'await using'",
        _ => $"call '{Shorten(traits.ReleaseMethod!, limit)}()' when done with it",
    };

    public static string RemedyForTemporary(ResourceTraits traits, int limit) => traits switch
    {
        { HasDispose: true } => "keep it in a 'using' variable",
        { HasDisposeAsync: true } => "keep it in an 'await using' variable",
        _ => $"keep it in a variable and call '{Shorten(traits.ReleaseMethod!, limit)}()'",
    };

    /// <summary>What decides, with the code that it quotes cut to length.</summary>
    public static string DecisionOf(OwnershipFinding finding, int limit) =>
        finding.Quoted is { } quoted ? finding.Decision!.Replace(OwnershipFinding.QuoteMark, Shorten(quoted, limit)) : finding.Decision ?? "";

    /// <summary>One-based line on which a location starts.</summary>
    public static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>A name or a piece of code on one line, of at most <paramref name="limit"/> characters.</summary>
    public static string Shorten(string text, int limit)
    {
        string line = text.IndexOfAny(s_lineBreaks) < 0 ? text : string.Join(" ", text.Split(s_space, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= limit ? line : line.Substring(0, limit - 1) + "…";
    }
}
