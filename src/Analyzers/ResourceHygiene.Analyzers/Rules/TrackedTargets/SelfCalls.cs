using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>
/// Which code of a type leads to a call of one of its methods, directly or through other methods of the type. Goes by
/// names, not by symbols: the method asked for is generated, and rules must hold while the generator has not run.
/// </summary>
internal sealed class SelfCalls
{
    private readonly string _method;
    private readonly ILookup<string, MethodDeclarationSyntax> _methods;

    public SelfCalls(INamedTypeSymbol type, string method, CancellationToken cancellationToken)
    {
        _method = method;
        _methods = type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<TypeDeclarationSyntax>()
            .SelectMany(static declaration => declaration.Members)
            .OfType<MethodDeclarationSyntax>()
            .ToLookup(static declaration => declaration.Identifier.ValueText, StringComparer.Ordinal);
    }

    /// <summary>The type's static methods.</summary>
    public IEnumerable<MethodDeclarationSyntax> StaticMethods =>
        _methods.SelectMany(static methods => methods).Where(IsStatic);

    /// <summary>Whether a body leads to the method. Local functions and lambdas in it count as called.</summary>
    public bool LeadsToCall(SyntaxNode body, bool onAnyObject) => LeadsToCall(body, onAnyObject, new HashSet<string>(StringComparer.Ordinal));

    private bool LeadsToCall(SyntaxNode body, bool onAnyObject, HashSet<string> visited)
    {
        foreach (InvocationExpressionSyntax invocation in body.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (CalledName(invocation.Expression, onAnyObject) is not { } name)
                continue;
            if (name == _method)
                return true;

            if (visited.Add(name)
                && _methods[name].Any(callee => LeadsToCall(callee, onAnyObject || IsStatic(callee), visited)))
            {
                return true;
            }
        }

        return false;
    }

    private static string? CalledName(ExpressionSyntax expression, bool onAnyObject) => expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } own => own.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax other when onAnyObject => other.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax other when onAnyObject => other.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsStatic(MethodDeclarationSyntax method) => method.Modifiers.Any(SyntaxKind.StaticKeyword);
}
