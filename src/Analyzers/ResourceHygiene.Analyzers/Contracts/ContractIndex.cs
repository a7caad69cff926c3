using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Contract lines by the type they are about. Looked up by the symbols that a program really uses, so a line about
/// an assembly that is not referenced costs nothing and says nothing.
/// </summary>
internal sealed class ContractIndex
{
    private const string ResourceSuffix = ".contracts.txt";

    private static readonly Lazy<ContractIndex> s_builtIn = new(LoadBuiltIn);

    private readonly Dictionary<string, ImmutableArray<ContractLine>> _lines;

    public ContractIndex(IEnumerable<ContractLine> lines) =>
        _lines = lines.GroupBy(static line => line.TypeId, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>The contracts that are embedded in this assembly.</summary>
    public static ContractIndex BuiltIn => s_builtIn.Value;

    /// <summary>The lines about a type and its members, not those about its base types.</summary>
    public ImmutableArray<ContractLine> LinesFor(INamedTypeSymbol type) =>
        type.OriginalDefinition.GetDocumentationCommentId() is { Length: > 2 } id && _lines.TryGetValue(id.Substring(2), out var lines)
            ? lines
            : ImmutableArray<ContractLine>.Empty;

    private static ContractIndex LoadBuiltIn()
    {
        Assembly assembly = typeof(ContractIndex).Assembly;
        var lines = new List<ContractLine>();
        foreach (string name in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(ResourceSuffix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            lines.AddRange(ContractParser.Parse(reader.ReadToEnd(), out ImmutableArray<ContractError> errors));
            if (!errors.IsEmpty)
                throw new InvalidOperationException($"{name}({errors[0].Line}): {errors[0].Message}");
        }

        return new ContractIndex(lines);
    }
}
