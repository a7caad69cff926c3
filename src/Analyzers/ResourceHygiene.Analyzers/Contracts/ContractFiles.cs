using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>What a contract file says.</summary>
/// <param name="Lines">The lines that could be read.</param>
/// <param name="Errors">The lines that could not.</param>
internal sealed record ContractFile(ImmutableArray<ContractLine> Lines, ImmutableArray<ContractError> Errors);

/// <summary>The user's contract files: <c>*.contracts.txt</c> among the additional files of a compilation.</summary>
internal static class ContractFiles
{
    /// <summary>How the name of a contract file ends.</summary>
    public const string Suffix = ".contracts.txt";

    // A keystroke makes a new compilation with the same texts of additional files, so each text is read once. What is
    // remembered is a function of the text alone and goes when the text goes.
    private static readonly ConditionalWeakTable<SourceText, ContractFile> s_read = new();

    /// <summary>What the file says; null for a file that is no contract file or cannot be opened.</summary>
    public static ContractFile? Read(AdditionalText file, CancellationToken cancellation) =>
        file.Path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && file.GetText(cancellation) is { } text
            ? s_read.GetValue(text, static text => new ContractFile(ContractParser.Parse(text.ToString(), out ImmutableArray<ContractError> errors), errors))
            : null;

    /// <summary>What the contract files among these say, in an order that does not depend on the build.</summary>
    public static ImmutableArray<ContractFile> ReadAll(ImmutableArray<AdditionalText> files, CancellationToken cancellation) =>
        files.IsDefaultOrEmpty
            ? ImmutableArray<ContractFile>.Empty
            : files.OrderBy(static file => file.Path, StringComparer.Ordinal).Select(file => Read(file, cancellation)).OfType<ContractFile>().ToImmutableArray();

    /// <summary>The lines of contract files; null when there are none.</summary>
    public static ContractIndex? Index(ImmutableArray<ContractFile> files)
    {
        List<ContractLine> lines = files.SelectMany(static file => file.Lines).ToList();
        return lines.Count == 0 ? null : new ContractIndex(lines);
    }
}
