using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>
/// RH5014: a model is put into evaluation mode and run, and neither the function nor, as far as the file shows, its callers turn
/// gradients off. Silent wherever training, or gradients at all, are mentioned.
/// </summary>
internal static class Evaluation
{
    private static readonly string[] s_gradients =
    {
        "no_grad", "inference_mode", "set_grad_enabled", "enable_grad", "backward", "zero_grad", "requires_grad", "requires_grad_", "with_requires_grad", "autograd", "step", "grad",
    };

    public static void Check(InvocationExpressionSyntax eval, TorchFile file)
    {
        if (eval is not { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Expression: var receiver } } || file.PlaceOf(Functions.Bare(receiver)) is not { } model
            || !TorchTypes.IsModule(file.TypeOf(receiver)) || file.LibraryMethodOf(eval) is null)
        {
            return;
        }

        SyntaxNode function = Functions.Around(eval);
        if (TalksOfGradients(function))
            return;
        InvocationExpressionSyntax? run = LaterCode.After(eval, file.Model)
            .SelectMany(static part => part.Node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>())
            .FirstOrDefault(call => Runs(call, model, file));
        if (run is not null)
        {
            if (!IsCalledWithGradientsOff(function, file))
                Report(run, model, eval, file);
        }
        else if (model is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false })
        {
            CheckType(eval, model, file);
        }
    }

    // A service that sets its model up once, and runs it in other methods.
    private static void CheckType(InvocationExpressionSyntax eval, ISymbol model, TorchFile file)
    {
        if (eval.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || TorchTypes.IsModule(model.ContainingType) || model.ContainingType.DeclaringSyntaxReferences.Length > 1
            || TalksOfGradients(type) || type.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "train"))
        {
            return;
        }

        foreach (MethodDeclarationSyntax method in type.Members.OfType<MethodDeclarationSyntax>())
        {
            if (method.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => Runs(call, model, file)) is { } run && !IsCalledWithGradientsOff(method, file))
                Report(run, model, eval, file);
        }
    }

    private static bool Runs(InvocationExpressionSyntax call, ISymbol model, TorchFile file) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "forward" or "call", Expression: var receiver }
        && SymbolEqualityComparer.Default.Equals(file.PlaceOf(Functions.Bare(receiver)), model);

    private static bool TalksOfGradients(SyntaxNode node) =>
        node.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && Array.IndexOf(s_gradients, token.ValueText) >= 0);

    // One such caller in the file is enough: the others may do as it does.
    private static bool IsCalledWithGradientsOff(SyntaxNode function, TorchFile file)
    {
        string? name = function switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax local => local.Identifier.ValueText,
            _ => null,
        };
        return name is not null && file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(call => Functions.RightmostName(call.Expression) == name && TalksOfGradients(Functions.Around(call)));
    }

    private static void Report(InvocationExpressionSyntax run, ISymbol model, InvocationExpressionSyntax eval, TorchFile file) =>
        file.Report(
            UsageDescriptors.GradientsOn,
            run.GetLocation(),
            new[] { eval.GetLocation() },
            limit => new object[] { ResourceWords.Shorten(Functions.RightmostName(run.Expression) ?? "", limit), ResourceWords.Shorten(model.Name, limit) },
            isHarmful: LaterCode.LoopAround(run) is not null);
}
