using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Calls that do not bind only because an argument does not: <c>File.OpenRead(settings.Missing)</c>. What they would call is
/// plain from the other arguments, and that it opens a file is no less true. Nothing is said about the arguments.
/// </summary>
internal static class UnresolvedCalls
{
    /// <summary>Recognises an acquisition; null where it is open what would be called, and where the result may stand for an argument.</summary>
    public static Acquisition? TryCreate(IInvalidOperation call, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (call.Type is not { TypeKind: not TypeKind.Error } || knowledge.Types.Awaited(call.Type) is not { } type
            || knowledge.Types.TraitsOf(type) is not { Tier: not ResourceTier.None, IsScoped: false } traits)
        {
            return null;
        }

        ResourceTier tier = ResourceTier.None;
        ImmutableArray<IMethodSymbol> candidates = CandidatesOf(call, session.Cancellation);
        foreach (IMethodSymbol candidate in candidates)
        {
            MethodContract contract = knowledge.ContractOf(candidate, session);
            if (contract is not { Result: ResultRole.Owned, ResultFamily: null } || contract.Parameters.Any(static parameter => parameter.Role is ParameterRole.Aliased or ParameterRole.Kept))
                return null;
            ResourceTier made = traits.IsTierConfigured ? traits.Tier : contract.ResultTier ?? traits.Tier;
            tier = tier == ResourceTier.None || made < tier ? made : tier;
        }

        return tier == ResourceTier.None ? null : new Acquisition(call, type, traits, tier, IsFace: false);
    }

    /// <summary>The name of the method, where such a call only uses what it is called on, whichever overload is meant; else null.</summary>
    public static string? MereUse(IOperation receiver, IInvalidOperation call, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (call.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } instance } } || instance != receiver.Syntax)
            return null;
        ResourceTraits? traits = knowledge.Types.TraitsOf(receiver.Type);
        ImmutableArray<IMethodSymbol> candidates = CandidatesOf(call, session.Cancellation);
        return candidates.All(candidate => !CallFacts.IsRelease(candidate, traits) && RoleOfReceiver(knowledge.ContractOf(candidate, session), candidate) == ParameterRole.Borrowed)
            ? candidates.FirstOrDefault()?.Name
            : null;
    }

    private static ParameterRole RoleOfReceiver(MethodContract contract, IMethodSymbol method) =>
        method.ReducedFrom is null ? contract.Receiver : contract.Parameters.Length > 0 ? contract.Parameters[0].Role : ParameterRole.Escapes;

    // Those that the arguments without an error leave; none where no argument has one, as then something else is wrong.
    private static ImmutableArray<IMethodSymbol> CandidatesOf(IInvalidOperation call, CancellationToken cancellation)
    {
        ArgumentListSyntax? list = call.Syntax switch
        {
            InvocationExpressionSyntax invocation => invocation.ArgumentList,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            _ => null,
        };
        if (list is null || call.SemanticModel is not { } model)
            return ImmutableArray<IMethodSymbol>.Empty;
        ITypeSymbol?[] types = list.Arguments.Select(argument => model.GetTypeInfo(argument.Expression, cancellation).Type).ToArray();
        if (!Array.Exists(types, static type => type is { TypeKind: TypeKind.Error }) && !list.Arguments.Any(argument => model.GetOperation(argument.Expression, cancellation) is IInvalidOperation))
            return ImmutableArray<IMethodSymbol>.Empty;
        SymbolInfo info = model.GetSymbolInfo(call.Syntax, cancellation);
        IEnumerable<ISymbol> meant = info.Symbol is { } bound ? new[] { bound }
            : info.CandidateReason is CandidateReason.OverloadResolutionFailure or CandidateReason.Ambiguous ? info.CandidateSymbols
            : ImmutableArray<ISymbol>.Empty;
        return meant.OfType<IMethodSymbol>().Where(method => Takes(method, list.Arguments, types, model.Compilation)).ToImmutableArray();
    }

    private static bool Takes(IMethodSymbol method, SeparatedSyntaxList<ArgumentSyntax> arguments, ITypeSymbol?[] types, Compilation compilation)
    {
        ImmutableArray<IParameterSymbol> parameters = method.Parameters;
        bool isOpen = parameters.Length > 0 && parameters[parameters.Length - 1].IsParams;
        if (arguments.Count > parameters.Length && !isOpen)
            return false;
        var given = new HashSet<int>();
        for (int i = 0; i < arguments.Count; i++)
        {
            int ordinal = arguments[i].NameColon is { Name.Identifier.ValueText: var name } ? IndexOf(parameters, name) : Math.Min(i, parameters.Length - 1);
            if (ordinal < 0)
                return false;
            given.Add(ordinal);
            // A null or a lambda has no type and says nothing.
            if (types[i] is { TypeKind: not TypeKind.Error } type && !parameters[ordinal].IsParams && parameters[ordinal].Type.TypeKind != TypeKind.TypeParameter
                && !compilation.HasImplicitConversion(type, parameters[ordinal].Type))
            {
                return false;
            }
        }

        return parameters.All(parameter => parameter.IsOptional || parameter.IsParams || given.Contains(parameter.Ordinal));
    }

    private static int IndexOf(ImmutableArray<IParameterSymbol> parameters, string name)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name == name)
                return i;
        }

        return -1;
    }
}
