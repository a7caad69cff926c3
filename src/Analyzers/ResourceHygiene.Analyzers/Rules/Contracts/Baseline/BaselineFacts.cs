using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Contracts.Baseline;

/// <summary>
/// What a public member promises about the resources of its callers, in the grammar of contract lines. Everything is spelled
/// out, what a caller would assume anyway too: a promise must not depend on how the assumptions of some version are.
/// </summary>
internal static class BaselineFacts
{
    /// <summary>The facts about a method, an operator or a property; empty when it has to do with no resource.</summary>
    public static string Of(ISymbol member, OwnershipKnowledge knowledge, CancellationToken cancellation) => member switch
    {
        IMethodSymbol method => Of(method, knowledge, cancellation),
        IPropertySymbol property => Of(property, knowledge, cancellation),
        _ => "",
    };

    // What is read belongs to the object, as everybody who reads it takes it to; what is put in is the object's as well, unless
    // that is stated otherwise or an accessor shows it.
    private static string Of(IPropertySymbol property, OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        if (!PublicMembers.IsPublic(property) || !property.ExplicitInterfaceImplementations.IsEmpty || !IsResource(property.Type, knowledge))
            return "";
        var facts = new List<ContractFact>();
        if (property.GetMethod is { } getter && PublicMembers.IsPublic(getter))
            facts.Add(knowledge.Declared.IsAliasOfReceiver(property) ? new ContractFact(ContractVerb.Alias, "this") : new ContractFact(ContractVerb.Borrowed));

        if (property.SetMethod is { } setter && PublicMembers.IsPublic(setter))
        {
            ParameterRole role = knowledge.Declared.IsBorrowing(property) ? ParameterRole.Borrowed
                : IsAuto(property, cancellation) || property.IsAbstract ? ParameterRole.Taken
                : knowledge.ContractOf(setter, new InferenceSession(cancellation)).Parameters.Last().Role;
            facts.Add(new ContractFact(VerbOf(role), "value"));
        }

        return TextOf(facts);
    }

    private static bool IsAuto(IPropertySymbol property, CancellationToken cancellation) =>
        property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not PropertyDeclarationSyntax declaration
        || declaration.AccessorList?.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null }) == true;

    private static string Of(IMethodSymbol method, OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        if (!PublicMembers.IsPublic(method) || method.MethodKind is not (MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator)
            || (!method.IsStatic && method.Parameters.Any(static parameter => parameter.Name == "this")))
        {
            return "";
        }

        bool isConstructor = method.MethodKind == MethodKind.Constructor;
        bool hasResult = !isConstructor && IsResource(method.ReturnType, knowledge);
        bool hasReceiver = !method.IsStatic && !isConstructor && !CallFacts.IsRelease(method, traits: null) && IsResource(method.ContainingType, knowledge);
        if (!hasResult && !hasReceiver && !method.Parameters.Any(parameter => Concerns(parameter, knowledge)))
            return "";

        MethodContract contract = knowledge.ContractOf(method, new InferenceSession(cancellation));
        var facts = new List<ContractFact>();
        if (hasResult)
            facts.Add(new ContractFact(contract.Result == ResultRole.Owned ? ContractVerb.Owned : ContractVerb.Borrowed));
        if (hasReceiver && contract.Receiver == ParameterRole.Released)
            facts.Add(new ContractFact(ContractVerb.Releases));
        else if (hasReceiver && contract is { Receiver: ParameterRole.MayBeReleased, ReceiverFlag: { } flag })
            facts.Add(new ContractFact(ContractVerb.Releases, "this", flag, contract.ReceiverFlagValue));
        else if (hasReceiver && contract.Receiver is ParameterRole.MayBeReleased)
            facts.Add(new ContractFact(ContractVerb.Escapes, "this"));
        else if (hasReceiver && contract.Receiver is ParameterRole.Aliased)
            facts.Add(new ContractFact(ContractVerb.Alias, "this"));
        foreach (IParameterSymbol parameter in method.Parameters.Where(parameter => Concerns(parameter, knowledge)))
        {
            ParameterContract role = contract.Parameters[parameter.Ordinal];
            facts.Add(new ContractFact(VerbOf(role.Role), parameter.Name, role.Flag, role.FlagValue));
        }

        return TextOf(facts);
    }

    /// <summary>The facts of a line in the spelling and order in which they are compared.</summary>
    public static string TextOf(IEnumerable<ContractFact> facts) => string.Join("; ", facts.Select(TextOf).OrderBy(static text => text, StringComparer.Ordinal));

    private static string TextOf(ContractFact fact)
    {
        string text = fact.Verb.ToString().ToLowerInvariant();
        if (fact.Name is not null)
            text += " " + fact.Name;
        return fact.Flag is null ? text : text + (fact.FlagValue ? " when " : " unless ") + fact.Flag;
    }

    private static bool Concerns(IParameterSymbol parameter, OwnershipKnowledge knowledge) => parameter.RefKind != RefKind.Ref && IsResource(parameter.Type, knowledge);

    private static bool IsResource(ITypeSymbol type, OwnershipKnowledge knowledge) => knowledge.Types.TraitsOf(knowledge.Types.Awaited(type)) is { Tier: not ResourceTier.None };

    private static ContractVerb VerbOf(ParameterRole role) => role switch
    {
        ParameterRole.Borrowed => ContractVerb.Borrowed,
        ParameterRole.Taken => ContractVerb.Takes,
        ParameterRole.Released => ContractVerb.Releases,
        ParameterRole.Aliased => ContractVerb.Alias,
        ParameterRole.Kept => ContractVerb.Keeps,
        ParameterRole.OwnedOut => ContractVerb.Owned,
        _ => ContractVerb.Escapes,
    };
}
