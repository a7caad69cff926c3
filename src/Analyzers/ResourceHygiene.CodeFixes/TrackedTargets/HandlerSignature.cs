using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>Writes the signature that a handler or cleaner is called with, around what it does.</summary>
internal static class HandlerSignature
{
    private const string Namespace = "ResourceHygiene";
    private const string Tasks = "System.Threading.Tasks";

    /// <summary>The method with another signature; null where it is not known what it is for, or how its result would be had.</summary>
    public static MethodDeclarationSyntax? Corrected(FixTarget target, MethodDeclarationSyntax declaration, IMethodSymbol method, Capability capability)
    {
        if (method.Arity > 0 || Parameters(target, declaration, method, capability) is not { } parameters)
            return null;

        MethodDeclarationSyntax changed = declaration.WithParameterList(declaration.ParameterList.WithParameters(Separated(parameters)));
        string result = CapabilitySignature.ResultOf(capability);
        bool isAsync = declaration.Modifiers.Any(SyntaxKind.AsyncKeyword);
        bool wasVoid = method.ReturnsVoid || (isAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 });
        if (HasResult(method.ReturnType, capability, result) || (method.ReturnsVoid && result == "void" && !isAsync))
            return changed;

        string name = capability == Capability.Release ? Name(target, declaration.SpanStart, Namespace, result) : result;
        string task = Name(target, declaration.SpanStart, Tasks, method.ReturnType is { Name: "ValueTask" } ? "ValueTask" : "Task");
        string returned = !isAsync ? name : result == "void" ? task : $"{task}<{name}>";
        changed = changed.WithReturnType(SyntaxFactory.ParseTypeName(returned).WithTriviaFrom(declaration.ReturnType));
        if (!wasVoid || result == "void")
            return changed;

        // What was freed is not known; of a trim that would be the point.
        return capability == Capability.Release ? EndingWith(target, changed, $"return {name}.Released();") : null;
    }

    private static bool HasResult(ITypeSymbol returned, Capability capability, string result) =>
        returned is INamedTypeSymbol { ContainingNamespace.Name: "Tasks", Arity: var arity } task
            ? result == "void" ? arity == 0 : arity == 1 && IsResult(task.TypeArguments[0], capability)
            : IsResult(returned, capability) && result != "void";

    private static bool IsResult(ITypeSymbol type, Capability capability) =>
        capability == Capability.Trim ? type.SpecialType == SpecialType.System_Int64 : type.HasFullName(WellKnownNames.ReleaseOutcome);

    private static List<ParameterSyntax>? Parameters(FixTarget target, MethodDeclarationSyntax declaration, IMethodSymbol method, Capability capability)
    {
        (string told, string name) = capability switch
        {
            Capability.Trim => (WellKnownNames.TrimRequest, "request"),
            Capability.Clean => (WellKnownNames.CleanerContext, "context"),
            _ => (WellKnownNames.ReleaseContext, "context"),
        };

        List<ParameterSyntax> parameters = [];
        if (method.IsStatic && capability != Capability.Clean)
        {
            if (Present(declaration, method, static parameter => parameter.Type is { IsReferenceType: true, TypeKind: not TypeKind.Dynamic }) is { } resource)
                parameters.Add(resource);
            else if (CapabilityMethod.ReadAll(method).Any(mark => mark.Capability == capability && !mark.IsRegistered))
                parameters.Add(Parameter(method.ContainingType.ToMinimalDisplayString(target.Model, declaration.SpanStart), "self"));
            else
                return null;
        }

        parameters.Add(
            Present(declaration, method, parameter => parameter.Type.HasFullName(told))
            ?? Parameter(
                (capability == Capability.Release && !declaration.Modifiers.Any(SyntaxKind.AsyncKeyword) ? "in " : "") + Name(target, declaration.SpanStart, Namespace, told.Substring(Namespace.Length + 1)),
                FreeName(declaration, name)));
        if (Present(declaration, method, static parameter => parameter.Type.HasFullName("System.Threading.CancellationToken")) is { } token)
            parameters.Add(token);
        return parameters;
    }

    /// <summary>A parameter that is there already, passed as it has to be.</summary>
    private static ParameterSyntax? Present(MethodDeclarationSyntax declaration, IMethodSymbol method, Func<IParameterSymbol, bool> isWanted)
    {
        int index = method.Parameters.Select(static (parameter, index) => (parameter, index)).Where(pair => isWanted(pair.parameter)).Select(static pair => pair.index).DefaultIfEmpty(-1).First();
        if (index < 0)
            return null;

        ParameterSyntax parameter = declaration.ParameterList.Parameters[index];
        bool isPassedWell = method.Parameters[index].RefKind is RefKind.None or RefKind.In && method.Parameters[index] is { IsParams: false, IsThis: false };
        return (isPassedWell ? parameter : parameter.WithModifiers(default)).WithLeadingTrivia().WithTrailingTrivia();
    }

    private static string FreeName(MethodDeclarationSyntax declaration, string name)
    {
        HashSet<string> taken = new(declaration.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        string free = name;
        for (int i = 2; taken.Contains(free); i++)
            free = name + i;
        return free;
    }

    private static ParameterSyntax Parameter(string type, string name) =>
        SyntaxFactory.ParseParameterList($"({type} {name})").Parameters[0];

    private static SeparatedSyntaxList<ParameterSyntax> Separated(List<ParameterSyntax> parameters) => SyntaxFactory.SeparatedList(
        parameters,
        Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), parameters.Count - 1));

    /// <summary>A type's name, fully qualified where the file does not import it.</summary>
    private static string Name(FixTarget target, int position, string space, string name) =>
        target.Model.LookupNamespacesAndTypes(position, name: name).Any(found => found.ContainingNamespace?.ToDisplayString() == space)
            ? name
            : $"global::{space}.{name}";

    private static MethodDeclarationSyntax? EndingWith(FixTarget target, MethodDeclarationSyntax method, string statement)
    {
        StatementSyntax last = SyntaxFactory.ParseStatement(statement).WithAdditionalAnnotations(Formatter.Annotation);
        if (method.ExpressionBody is { } arrow)
        {
            return method
                .WithParameterList(method.ParameterList.WithoutTrailingTrivia())
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(arrow.Expression.WithoutTrivia()), last).WithTrailingTrivia(method.GetTrailingTrivia()))
                .WithAdditionalAnnotations(Formatter.Annotation);
        }

        // Each way out would need a result.
        if (method.Body is not { } body || body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax))
            return null;
        return (MethodDeclarationSyntax)StatementEdits.Append(method, body, last);
    }
}
