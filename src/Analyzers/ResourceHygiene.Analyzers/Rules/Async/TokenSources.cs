using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>What the token of a CancellationTokenSource loses when the source is disposed: its timer, and its link to other tokens.</summary>
internal static class TokenSources
{
    public static bool NeedsItsSource(ReleaseScope scope, AsyncFile file) =>
        scope.Variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(file.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } made }
        && (Functions.Bare(made) switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } => true,
            InvocationExpressionSyntax call => Functions.RightmostName(call) == "CreateLinkedTokenSource",
            _ => false,
        }
        || scope.Region.SelectMany(Functions.Within).OfType<InvocationExpressionSyntax>().Any(call =>
            Functions.RightmostName(call) == "CancelAfter" && Functions.ReceiverOf(call) is IdentifierNameSyntax name && name.Identifier.ValueText == scope.Variable.Name));
}
