using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>
/// RH7001: a method that other assemblies call makes something that its caller has to release, and neither its type nor its
/// name nor an annotation says so. What only managed memory hangs on is left alone.
/// </summary>
internal static class OwnedResultRule
{
    // What the code fix annotates: the result, or the out parameter of this name.
    private const string Target = "target";

    public static void Check(MethodQuestion question, bool knowsOwned)
    {
        IMethodSymbol method = question.Method;
        if (method.MethodKind != MethodKind.Ordinary || method.IsOverride || method.IsAbstract || method.IsExtern
            || method.Name is "GetEnumerator" or "GetAsyncEnumerator" || !PublicMembers.IsPublic(method) || IsImplementation(method))
        {
            return;
        }

        OwnershipKnowledge knowledge = question.Knowledge;
        if (!method.ReturnsVoid)
        {
            if (knowledge.Types.TraitsOf(knowledge.Types.Awaited(method.ReturnType)) is { Tier: > ResourceTier.Minor })
                CheckUnsaid(question, knowsOwned);
            else if (MayHide(method.ReturnType, question) && ReturnsCreation(method, question.Cancellation))
                CheckHidden(question);
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (knowsOwned && parameter.RefKind == RefKind.Out)
                CheckOut(parameter, question);
        }
    }

    private static void CheckUnsaid(MethodQuestion question, bool knowsOwned)
    {
        IMethodSymbol method = question.Method;
        if (!knowsOwned || SaysNothingElse(method.ReturnType, question) || question.Knowledge.Declared.Of(method).Result != ResultRole.Unstated || question.Knowledge.IsGuessedOwned(method)
            || question.Evidence?.Made is not { Tier: > ResourceTier.Minor, IsFace: false } made)
        {
            return;
        }

        question.Report(
            ContractDescriptors.OwnedResultUnsaid, at: null, ImmutableDictionary<string, string?>.Empty.Add(Target, ""),
            ResourceWords.Shorten(method.Name, 40), $"returns a {ResourceWords.Shorten(made.ResourceType.Name, 30)} that the caller has to release, and does not say so", "add [return: Owned]");
    }

    private static void CheckHidden(MethodQuestion question)
    {
        IMethodSymbol method = question.Method;
        if (question.Evidence?.Made is not { Tier: > ResourceTier.Minor, IsFace: false } made)
            return;
        question.Report(
            ContractDescriptors.OwnedResultUnsaid, at: null, properties: null,
            ResourceWords.Shorten(method.Name, 40),
            $"returns a new {ResourceWords.Shorten(made.ResourceType.Name, 25)} as {ResourceWords.Shorten(question.Knowledge.Types.Awaited(method.ReturnType)!.Name, 25)}, which nobody can release",
            "declare a type that can be released");
    }

    private static void CheckOut(IParameterSymbol parameter, MethodQuestion question)
    {
        if (question.Knowledge.Types.TraitsOf(parameter.Type) is not { Tier: > ResourceTier.Minor } || question.Knowledge.Declared.Of(question.Method).Parameters[parameter.Ordinal].Role != ParameterRole.Unstated
            || question.Knowledge.IsGuessedOwnedOut(question.Method, parameter.Ordinal) || question.Evidence?.HandsOut(parameter.Ordinal) != true)
        {
            return;
        }

        question.Report(
            ContractDescriptors.OwnedResultUnsaid, parameter.Locations.FirstOrDefault(), ImmutableDictionary<string, string?>.Empty.Add(Target, parameter.Name),
            ResourceWords.Shorten(question.Method.Name, 40), $"gives out '{ResourceWords.Shorten(parameter.Name, 30)}', which the caller has to release, and does not say so", "add [Owned] to it");
    }

    // Of an IDisposable there is nothing to be had but its release.
    private static bool SaysNothingElse(ITypeSymbol type, MethodQuestion question) =>
        question.Knowledge.Types.Awaited(type) is { SpecialType: SpecialType.System_IDisposable } or { Name: "IAsyncDisposable", ContainingNamespace.Name: "System" };

    // An object, a delegate or a type parameter promises nothing, so it hides nothing; a sequence is read and let go.
    private static bool MayHide(ITypeSymbol type, MethodQuestion question)
    {
        ITypeSymbol? result = question.Knowledge.Types.Awaited(type);
        return result is { TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None } and not IErrorTypeSymbol
            && question.Knowledge.Types.TraitsOf(result) is null
            && !result.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable)
            && result.ContainingNamespace is not { Name: "Tasks", ContainingNamespace.Name: "Threading" };
    }

    // Cheap: most methods that return a class create nothing on the way out.
    private static bool ReturnsCreation(IMethodSymbol method, CancellationToken cancellation) =>
        method.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<MethodDeclarationSyntax>().Any(static declaration =>
            declaration.ExpressionBody?.Expression is BaseObjectCreationExpressionSyntax
            || declaration.Body?.DescendantNodes().Any(static node => node is ReturnStatementSyntax { Expression: BaseObjectCreationExpressionSyntax }) == true);

    private static bool IsImplementation(IMethodSymbol method) =>
        InheritedMembers.Of(method).Any(static inherited => inherited.ContainingType.TypeKind == TypeKind.Interface);
}
