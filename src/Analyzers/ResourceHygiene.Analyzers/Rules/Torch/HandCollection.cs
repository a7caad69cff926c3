using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>RH5017: the garbage collector is run by hand in a function that computes with tensors. Told once a function.</summary>
internal static class HandCollection
{
    // Whoever measures collects on purpose.
    private static readonly string[] s_measuring = { "GetTotalMemory", "GetGCMemoryInfo", "TotalCount", "PeakCount", "Statistics", "WeakReference", "Assert" };

    public static void Check(InvocationExpressionSyntax call, TorchFile file)
    {
        if (Functions.ReceiverOf(call) is not { } receiver || Functions.RightmostName(receiver) != "GC" || file.SymbolOf(call) is not IMethodSymbol { ContainingType: { Name: "GC", ContainingNamespace.Name: "System" } })
            return;
        SyntaxNode function = Functions.Around(call);
        bool isScoped = false;
        foreach (SyntaxToken token in function.DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken))
                continue;
            if (Array.IndexOf(s_measuring, token.ValueText) >= 0 || (token.ValueText == "Collect" && token.SpanStart < call.ArgumentList.SpanStart && token.Parent != (call.Expression as MemberAccessExpressionSyntax)?.Name))
                return;
            isScoped |= token.ValueText == "NewDisposeScope";
        }

        if (!function.DescendantNodes().OfType<ExpressionSyntax>().Any(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax
            && file.TypeOf(node) is { } type && (TorchTypes.IsState(type) || TorchTypes.IsScope(type) || TorchTypes.IsOptimizer(type))))
        {
            return;
        }

        file.Report(
            UsageDescriptors.CollectedByHand,
            call.GetLocation(),
            Array.Empty<Location>(),
            _ => new object[] { isScoped ? "dispose what no scope owns" : "dispose them, or open a 'torch.NewDisposeScope()'" });
    }
}
