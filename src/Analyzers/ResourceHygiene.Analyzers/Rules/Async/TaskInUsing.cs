using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>RH6002: <c>using var file = OpenAsync();</c> compiles, as a task is disposable.</summary>
internal static class TaskInUsing
{
    public static void Check(VariableDeclarationSyntax? declaration, ExpressionSyntax? expression, SyntaxToken awaitKeyword, AsyncFile file)
    {
        if (!awaitKeyword.IsKind(SyntaxKind.None))
            return;
        if (expression is not null)
            Check(expression, variable: null, file);
        foreach (VariableDeclaratorSyntax declarator in declaration?.Variables ?? default)
        {
            if (declarator.Initializer?.Value is { } value)
                Check(value, declarator, file);
        }
    }

    private static void Check(ExpressionSyntax value, VariableDeclaratorSyntax? variable, AsyncFile file)
    {
        ExpressionSyntax bare = Functions.Bare(value);
        if (bare is AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or LiteralExpressionSyntax || file.TypeOf(bare) is not INamedTypeSymbol type || !Functions.IsTask(type))
            return;
        ITypeSymbol? result = type.TypeArguments.FirstOrDefault();
        bool yieldsResource = file.TraitsOf(result) is not null;
        // using Task pump = Run(…); … await pump;
        if (!yieldsResource && (bare is not InvocationExpressionSyntax || (variable is not null && IsMentioned(variable))))
            return;
        if (yieldsResource && variable is not null && IsMentioned(variable) && IsAwaited(variable))
            return;

        string name = Functions.RightmostName(bare) ?? "it";
        file.Report(
            AsyncDescriptors.UsingOnTask,
            bare.GetLocation(),
            witness: null,
            ImmutableDictionary<string, string?>.Empty,
            isHarmful: false,
            limit => new object[]
            {
                ResourceWords.Shorten(name, limit),
                yieldsResource ? $"and not its {ResourceWords.Shorten(result!.Name, limit)}" : "instead of waiting for it",
            });
    }

    private static bool IsMentioned(VariableDeclaratorSyntax variable) => MentionsOf(variable).Any();

    private static bool IsAwaited(VariableDeclaratorSyntax variable) => MentionsOf(variable).Any(static mention =>
        mention.Ancestors().TakeWhile(static ancestor => ancestor is not StatementSyntax).Any(static ancestor => ancestor is AwaitExpressionSyntax)
        || (mention.Parent is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText is "Result" or "GetAwaiter" or "Wait" or "ContinueWith"));

    private static IEnumerable<IdentifierNameSyntax> MentionsOf(VariableDeclaratorSyntax variable) =>
        Functions.Around(variable).DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable.Identifier.ValueText);
}
