using System.Collections;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>Statements that follow each other, without a copy of them: there may be as many rows as there are statements.</summary>
internal sealed class StatementRow : IReadOnlyList<StatementSyntax>
{
    private readonly IReadOnlyList<StatementSyntax> _all;
    private readonly int _start;

    private StatementRow(IReadOnlyList<StatementSyntax> all, int start, int count)
    {
        _all = all;
        _start = start;
        Count = count;
    }

    public int Count { get; }

    public StatementSyntax this[int index] => _all[_start + index];

    /// <summary>The row that a statement is in; empty where it is alone.</summary>
    public static StatementRow Around(StatementSyntax statement)
    {
        IReadOnlyList<StatementSyntax> all = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement).ToArray(),
            _ => Array.Empty<StatementSyntax>(),
        };
        return new StatementRow(all, 0, all.Count);
    }

    /// <summary>The statements from an index on.</summary>
    public StatementRow From(int index) => new(_all, _start + Math.Min(index, Count), Math.Max(0, Count - index));

    /// <summary>The statements before an index; none for -1.</summary>
    public StatementRow Before(int index) => new(_all, _start, Math.Max(0, index));

    /// <summary>Which statement a piece of text is in; -1 for none of them.</summary>
    public int IndexOf(TextSpan span)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (this[middle].Span.End < span.End)
                low = middle + 1;
            else
                high = middle;
        }

        return low < Count && this[low].Span.Contains(span) ? low : -1;
    }

    public IEnumerator<StatementSyntax> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
