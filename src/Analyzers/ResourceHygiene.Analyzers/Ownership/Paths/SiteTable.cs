using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// Numbers the acquisitions to be followed. A graph holds copies of the operations of the body, so the two are matched
/// by what they have in common: syntax and kind.
/// </summary>
internal sealed class SiteTable
{
    private readonly Dictionary<(SyntaxNode Syntax, OperationKind Kind), int> _sites = new();

    public void Add(IOperation acquisition, int index) => _sites[(acquisition.Syntax, acquisition.Kind)] = index;

    /// <summary>The index of an acquisition, or -1 when nobody follows it.</summary>
    public int IndexOf(IOperation operation) => _sites.TryGetValue((operation.Syntax, operation.Kind), out int index) ? index : -1;
}
