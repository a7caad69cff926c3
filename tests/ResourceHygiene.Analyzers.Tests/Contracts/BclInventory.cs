using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>
/// What the contracts decide about every public type and member of .NET that has to do with resources. One line an
/// answer; overloads with the same answer share a line.
/// </summary>
internal sealed class BclInventory
{
    private readonly Compilation _compilation;
    private readonly Analyzers.Contracts.ResourceTypes _types;
    private readonly DeclaredContracts _declared;
    private readonly GuessedContracts _guessed;

    public BclInventory(Compilation compilation)
    {
        var contracts = new ContractLookup(user: null);
        _compilation = compilation;
        _types = new Analyzers.Contracts.ResourceTypes(compilation, contracts);
        _declared = new DeclaredContracts(contracts);
        _guessed = new GuessedContracts(_types);
    }

    /// <summary>The answers about the types of the given namespaces and of those below them.</summary>
    public IEnumerable<string> LinesFor(IReadOnlyCollection<string> namespaces) =>
        TypesIn(_compilation.GlobalNamespace)
            .Where(type => namespaces.Any(space => IsIn(type, space)))
            .OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal)
            .SelectMany(LinesFor);

    private IEnumerable<string> LinesFor(INamedTypeSymbol type)
    {
        string name = type.ToDisplayString();
        if (_types.TraitsOf(type) is { } traits)
            yield return $"T {name}: {Describe(traits)}";
        foreach (string line in type.GetMembers().OfType<IMethodSymbol>()
            .Where(static method => method is { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary or MethodKind.Constructor })
            .Select(method => (Name: ContractBinding.NameOf(method), Answer: Describe(method)))
            .Where(static entry => entry.Answer.Length > 0)
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal).ThenBy(static entry => entry.Answer, StringComparer.Ordinal)
            .Select(entry => $"M {name}.{entry.Name}: {entry.Answer}")
            .Distinct())
        {
            yield return line;
        }
    }

    private static string Describe(ResourceTraits traits)
    {
        string tier = traits.Tier.ToString().ToLowerInvariant();
        return string.Join("; ", new[] { tier, traits.IsLent ? "borrowed" : "", traits.IsOnce ? "once" : "", traits.CloseIsFinal ? "Close is final" : "" }
            .Where(static word => word.Length > 0));
    }

    private string Describe(IMethodSymbol method)
    {
        MethodContract declared = _declared.Of(method);
        MethodContract contract = GuessedContracts.Complete(declared, _guessed.Of(method));
        List<string> facts = [];
        ITypeSymbol result = method.MethodKind == MethodKind.Constructor ? method.ContainingType : _types.Awaited(method.ReturnType)!;
        bool isFluent = contract.Receiver is ParameterRole.Aliased or ParameterRole.Kept;
        if (TraitsOf(result) is not null || (isFluent && TraitsOf(method.ContainingType) is not null))
        {
            string role = isFluent ? "this" : contract.Result.ToString().ToLowerInvariant();
            facts.Add(Mark(role, declared.Result != ResultRole.Unstated || declared.Receiver == ParameterRole.Aliased));
            if (contract.ResultTier is { } tier)
                facts.Add("tier " + tier.ToString().ToLowerInvariant());
        }

        if (contract.Receiver == ParameterRole.Released)
            facts.Add("releases");
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            ParameterContract role = contract.Parameters[parameter.Ordinal];
            bool isStated = declared.Parameters[parameter.Ordinal].Role != ParameterRole.Unstated;
            bool isResource = TraitsOf(parameter.Type) is { } traits && (!traits.IsLent || parameter.RefKind == RefKind.Out);
            if (isResource || (isStated && role.Role != ParameterRole.Borrowed))
                facts.Add(Mark($"{parameter.Name} {Describe(role)}", isStated));
        }

        // That a constructor's result is owned goes without saying.
        if (method.MethodKind == MethodKind.Constructor && facts is ["(owned)"])
            return "";
        if (contract.View is { } view)
            facts.Add($"view {view}");
        return string.Join("; ", facts);
    }

    private static string Describe(ParameterContract parameter) =>
        parameter.Role.ToString().ToLowerInvariant() + (parameter.Flag is { } flag ? $" {(parameter.FlagValue ? "when" : "unless")} {flag}" : "");

    // A line of a contract file says it, or the defaults do.
    private static string Mark(string fact, bool isStated) => isStated ? fact : $"({fact})";

    private ResourceTraits? TraitsOf(ITypeSymbol? type) =>
        type is not ITypeParameterSymbol && _types.TraitsOf(type) is { Tier: not ResourceTier.None } traits ? traits : null;

    private static bool IsIn(INamedTypeSymbol type, string space)
    {
        string actual = type.ContainingNamespace.ToDisplayString();
        return actual == space || actual.StartsWith(space + ".", StringComparison.Ordinal);
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>()
            .Where(static child => child is INamespaceSymbol or { DeclaredAccessibility: Accessibility.Public })
            .SelectMany(static child => child is INamedTypeSymbol type ? TypesIn(child).Prepend(type) : TypesIn(child));
}
