using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Screening;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Recognises by its text a body that does nothing to what its callers hold: it mentions no parameter that can hold a
/// resource, never names its own object, and calls nothing by a name that releases it. Nobody needs to bind such a body.
/// </summary>
internal static class InertMethods
{
    /// <param name="declaration">A declaration with a body.</param>
    /// <param name="held">The parameters that can hold a resource.</param>
    public static bool IsOne(SyntaxNode declaration, IEnumerable<IParameterSymbol> held)
    {
        SyntaxNode? body = declaration switch
        {
            MethodDeclarationSyntax method => method.Body ?? (SyntaxNode?)method.ExpressionBody,
            ConstructorDeclarationSyntax { Initializer: null } constructor => constructor.Body ?? (SyntaxNode?)constructor.ExpressionBody,
            _ => null,
        };
        if (body is null)
            return false;
        var names = new HashSet<string>(held.Select(static parameter => parameter.Name), StringComparer.Ordinal);
        foreach (SyntaxNode node in body.DescendantNodes())
        {
            if (node is ThisExpressionSyntax
                || (node is InvocationExpressionSyntax call && FileOutline.CalledName(call) is { } called && FileOutline.IsReleaseName(called))
                || (node is IdentifierNameSyntax name && names.Contains(name.Identifier.ValueText)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The contract of such a method.</summary>
    public static MethodContract ContractOf(IMethodSymbol method, ResultRole result, ParameterRole receiver) =>
        new(ImmutableArray.CreateRange(method.Parameters, static _ => new ParameterContract(ParameterRole.Borrowed)))
        {
            Result = result,
            Receiver = receiver,
        };
}
