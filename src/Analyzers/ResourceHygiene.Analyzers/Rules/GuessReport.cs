using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>RH9003: lists, once per body, the members about whose contract the analysis had to guess.</summary>
internal static class GuessReport
{
    public static void For(OperationBlockAnalysisContext context, OwnershipKnowledge knowledge, GuessLog guesses, HygieneMode mode)
    {
        if (SeverityPolicy.SeverityOf(mode, RuleIds.OwnershipGuessed, ResourceTier.Normal) is not { } severity)
            return;
        var session = new InferenceSession(context.CancellationToken);
        var told = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation operation in context.OperationBlocks.SelectMany(static block => block.DescendantsAndSelf()))
        {
            if (CalledBy(operation) is not { } method || told.Contains(method.OriginalDefinition))
                continue;
            knowledge.ContractOf(method, session);
            if (guesses.About(method) is not { } guess)
                continue;
            told.Add(method.OriginalDefinition);
            context.ReportDiagnostic(Diagnostic.Create(
                ToolDescriptors.OwnershipGuessed,
                operation.Syntax.GetLocation(),
                severity,
                additionalLocations: null,
                properties: null,
                guess.Parameter is { } parameter ? $"argument '{ResourceWords.Shorten(parameter.Name, 40)}'" : "the result",
                ResourceWords.Shorten(CallFacts.DisplayName(method), 40),
                TakenAs(guess),
                Remedy(guess)));
        }
    }

    private static IMethodSymbol? CalledBy(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        _ => null,
    };

    private static string TakenAs(OwnershipGuess guess) => guess switch
    {
        { Parameter: null, ResultRole: ResultRole.Owned } or { ParameterRole: ParameterRole.OwnedOut } => "owned",
        { Parameter: null } or { ParameterRole: ParameterRole.Borrowed } => "borrowed",
        { ParameterRole: ParameterRole.Kept } => "kept by the result",
        _ => "unknown",
    };

    // The annotation that would say the opposite: a guess that is right needs none.
    private static string Remedy(OwnershipGuess guess) => guess switch
    {
        { Parameter: null, ResultRole: ResultRole.Owned } => "[return: Borrowed]",
        { Parameter: null } => "[return: Owned]",
        { Parameter.RefKind: RefKind.Out } => guess.ParameterRole == ParameterRole.OwnedOut ? "[Borrowed]" : "[Owned]",
        { ParameterRole: ParameterRole.Borrowed } => "[TakesOwnership]",
        _ => "[Borrowed]",
    };
}
