using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>RH7002: an annotation says one thing and the body does another, or it names something that is not there.</summary>
internal static class AnnotationRule
{
    // What the code fix puts in the annotation's place; empty where it takes it away.
    private const string Replacement = "replacement";

    public static void Check(MethodQuestion question)
    {
        IMethodSymbol method = question.Method;
        foreach (IParameterSymbol parameter in method.Parameters)
            CheckParameter(parameter, question);
        CheckResult(method.GetReturnTypeAttributes(), question);

        ImmutableArray<AttributeData> own = method.GetAttributes();
        if (!method.IsStatic && Find(own, WellKnownNames.ReleasesAttribute) is { } releases && question.Evidence is { DoesNothing: true })
            Report(question, releases, "[Releases]", method.Name, "contradicts the body, which releases nothing", "release the object or take the annotation away", "");
        if ((Find(own, WellKnownNames.AliasOfAttribute) ?? Find(method.GetReturnTypeAttributes(), WellKnownNames.AliasOfAttribute)) is { } alias)
            CheckAlias(alias, question);
    }

    /// <summary>[MustRelease] must name a method of its type.</summary>
    public static void CheckReleaseMethod(INamedTypeSymbol type, HygieneMode mode, Action<Diagnostic> report)
    {
        if (Find(type.GetAttributes(), WellKnownNames.MustReleaseAttribute) is not { ApplicationSyntaxReference: { } place } attribute
            || FirstString(attribute) is not { } name || InheritedMembers.SelfAndBases(type).Any(candidate => candidate.GetMembers(name).Any(static member => member is IMethodSymbol { IsStatic: false })))
        {
            return;
        }

        report(Diagnostic.Create(
            ContractDescriptors.AnnotationContradictsBody, place.SyntaxTree.GetLocation(place.Span), SeverityPolicy.SeverityOf(mode, ContractDescriptors.AnnotationContradictsBody),
            additionalLocations: null, properties: null,
            "[MustRelease]", ResourceWords.Shorten(type.Name, 40), $"names '{ResourceWords.Shorten(name, 30)}', which is no method of it", "use nameof"));
    }

    private static void CheckParameter(IParameterSymbol parameter, MethodQuestion question)
    {
        ImmutableArray<AttributeData> attributes = parameter.GetAttributes();
        if (attributes.IsEmpty || parameter.RefKind is RefKind.Out or RefKind.Ref)
            return;
        AttributeData? takes = Find(attributes, WellKnownNames.TakesOwnershipAttribute) ?? Find(attributes, WellKnownNames.OwnedAttribute);
        AttributeData? releases = Find(attributes, WellKnownNames.ReleasesAttribute);
        AttributeData? borrowed = Find(attributes, WellKnownNames.BorrowedAttribute);
        if (borrowed is not null && (takes ?? releases) is not null)
            Report(question, borrowed, "[Borrowed]", parameter.Name, "contradicts the annotation beside it", "keep one of them", "");
        // An empty virtual method is there for those who override it; the annotation tells them what to do.
        else if (question.Method is { IsVirtual: true } && question.Evidence is { DoesNothing: true })
            return;
        else if (takes is not null && question.Evidence?.OnlyUses(parameter.Ordinal) == true)
            Report(question, takes, NameOf(takes), parameter.Name, "contradicts the body, which neither releases nor stores it", "release it, store it, or write [Borrowed]", "Borrowed");
        else if (releases is not null && question.Evidence?.OnlyUses(parameter.Ordinal) == true)
            Report(question, releases, "[Releases]", parameter.Name, "contradicts the body, which does not release it", "release it or write [Borrowed]", "Borrowed");
        else if (borrowed is not null && question.Evidence?.Releases(parameter.Ordinal) == true)
            Report(question, borrowed, "[Borrowed]", parameter.Name, "contradicts the body, which releases it", "leave it alone or write [Releases]", "Releases");
    }

    private static void CheckResult(ImmutableArray<AttributeData> attributes, MethodQuestion question)
    {
        if (attributes.IsEmpty)
            return;
        AttributeData? owned = Find(attributes, WellKnownNames.OwnedAttribute);
        AttributeData? borrowed = Find(attributes, WellKnownNames.BorrowedAttribute);
        string name = question.Method.Name;
        if (owned is not null && borrowed is not null)
            Report(question, borrowed, "[return: Borrowed]", name, "contradicts the annotation beside it", "keep one of them", "");
        else if (owned is not null && question.Evidence?.KeptAndReturned is { } member)
            Report(question, owned, "[return: Owned]", name, $"contradicts the body, which returns '{ResourceWords.Shorten(member.Name, 30)}' and keeps it", "write [return: Borrowed]", "Borrowed");
        else if (borrowed is not null && question.Evidence?.Made is { } made)
            Report(question, borrowed, "[return: Borrowed]", name, $"contradicts the body, which returns a new {ResourceWords.Shorten(made.ResourceType.Name, 30)}", "write [return: Owned]", "Owned");
    }

    private static void CheckAlias(AttributeData alias, MethodQuestion question)
    {
        IMethodSymbol method = question.Method;
        if (FirstString(alias) is not { } name || (name == "this" && !method.IsStatic) || method.Parameters.Any(parameter => parameter.Name == name))
            return;
        Report(question, alias, "[AliasOf]", method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name,
            $"names '{ResourceWords.Shorten(name, 30)}', which is no parameter of it", "use nameof, or \"this\"", replacement: null);
    }

    private static void Report(MethodQuestion question, AttributeData attribute, string annotation, string place, string problem, string remedy, string? replacement)
    {
        ImmutableDictionary<string, string?>? properties = replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Replacement, replacement);
        Location? at = attribute.ApplicationSyntaxReference is { } syntax ? syntax.SyntaxTree.GetLocation(syntax.Span) : null;
        question.Report(ContractDescriptors.AnnotationContradictsBody, at, properties, annotation, ResourceWords.Shorten(place, 40), problem, remedy);
    }

    private static string NameOf(AttributeData attribute) =>
        attribute.AttributeClass!.Name.EndsWith("Attribute", StringComparison.Ordinal) ? $"[{attribute.AttributeClass.Name.Substring(0, attribute.AttributeClass.Name.Length - 9)}]" : "the annotation";

    private static AttributeData? Find(ImmutableArray<AttributeData> attributes, string fullName)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass.HasFullName(fullName))
                return attribute;
        }

        return null;
    }

    private static string? FirstString(AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } text } ? text : null;
}
