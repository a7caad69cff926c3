using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Contracts.Baseline;

/// <summary>
/// What was promised about the public members of an assembly: <c>ownership.baseline.txt</c>, one contract line a member. As
/// in published summaries, a subject without a parameter list is the method without parameters.
/// </summary>
internal sealed class BaselineFile
{
    public const string Name = "ownership.baseline.txt";

    // A keystroke makes a new compilation with the same texts, so each text is read once.
    private static readonly ConditionalWeakTable<SourceText, BaselineFile> s_read = new();

    private readonly ImmutableDictionary<string, ContractLine> _lines;

    private BaselineFile(string path, SourceText text)
    {
        Path = path;
        Text = text;
        ImmutableArray<ContractLine> lines = ContractParser.Parse(text.ToString(), out ImmutableArray<ContractError> errors);
        ImmutableDictionary<string, ContractLine>.Builder members = ImmutableDictionary.CreateBuilder<string, ContractLine>(StringComparer.Ordinal);
        foreach (ContractLine line in lines.Where(static line => line.Member is not null))
            members[text.ToString(line.SubjectSpan)] = line;
        _lines = members.ToImmutable();
        Errors = errors.AddRange(lines.Where(static line => line.Member is null).Select(static line =>
            new ContractError(line.Number, line.SubjectSpan, "a baseline is about methods and properties only", "start the line with M: or P:")));
    }

    public string Path { get; }

    public SourceText Text { get; }

    /// <summary>Lines that cannot be read.</summary>
    public ImmutableArray<ContractError> Errors { get; }

    public IEnumerable<KeyValuePair<string, ContractLine>> Lines => _lines;

    /// <summary>The baseline of a project; null where it keeps none.</summary>
    public static BaselineFile? Find(ImmutableArray<AdditionalText> files, CancellationToken cancellation)
    {
        foreach (AdditionalText file in files)
        {
            if (Is(file.Path) && file.GetText(cancellation) is { } text)
                return s_read.GetValue(text, read => new BaselineFile(file.Path, read));
        }

        return null;
    }

    public static bool Is(string path) => string.Equals(System.IO.Path.GetFileName(path), Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>What was promised about a member; null when it is not in the file.</summary>
    public ContractLine? About(string id) => _lines.TryGetValue(id, out ContractLine? line) ? line : null;

}
