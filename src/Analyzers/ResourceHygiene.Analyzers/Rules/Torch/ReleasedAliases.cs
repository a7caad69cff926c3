using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>RH5015: Dispose of a handle that the expression in front of it has just made, which frees nothing else.</summary>
internal static class ReleasedAliases
{
    private static readonly string[] s_properties = { "grad", "T", "H", "mT", "mH", "real", "imag" };

    private static readonly string[] s_methods =
    {
        "grad", "alias", "detach", "view", "view_as", "narrow", "select", "slice", "squeeze", "unsqueeze", "transpose", "permute", "expand", "as_strided", "diagonal",
    };

    public static void Check(InvocationExpressionSyntax dispose, TorchFile file)
    {
        if (dispose.ArgumentList.Arguments.Count > 0 || Functions.ReceiverOf(dispose) is not { } receiver || Functions.Bare(receiver) is var made && NameOf(made) is not { } name
            || !TorchTypes.IsTensor(file.TypeOf(made)) || !IsOfTensor(made, file))
        {
            return;
        }

        file.Report(
            UsageDescriptors.AliasReleased,
            dispose.GetLocation(),
            new[] { made.GetLocation() },
            limit => new object[]
            {
                ResourceWords.Shorten(made.ToString(), limit),
                made is InvocationExpressionSyntax ? "call" : "read",
                name == "grad" ? "call 'zero_grad()', or set it to null" : "dispose the tensor itself",
            },
            kind: name == "grad" ? "grad" : "alias");
    }

    private static string? NameOf(ExpressionSyntax made) => made switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name } when Array.IndexOf(s_properties, name) >= 0 => name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name } } when Array.IndexOf(s_methods, name) >= 0 => name,
        ElementAccessExpressionSyntax => "[]",
        _ => null,
    };

    // An element of an array or dictionary of tensors is the tensor itself.
    private static bool IsOfTensor(ExpressionSyntax made, TorchFile file) =>
        file.SymbolOf(made) is { } member && TorchTypes.IsTensor(member.ContainingType) && member is IPropertySymbol or IMethodSymbol { IsStatic: false };
}
