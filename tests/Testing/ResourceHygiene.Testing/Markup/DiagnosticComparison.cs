using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Testing;

/// <summary>Holds the diagnostics of a run against markup and explicit results.</summary>
internal sealed class DiagnosticComparison
{
    private readonly ImmutableArray<MarkupFile> _files;
    private readonly Dictionary<int, FileSpan> _markers = [];
    private readonly List<Expectation> _expectations = [];

    public DiagnosticComparison(ImmutableArray<MarkupFile> files, IEnumerable<DiagnosticResult> explicitResults, string? defaultId)
    {
        _files = files;
        foreach (MarkupFile file in files)
        {
            foreach (MarkupSpan marked in file.Spans)
                AddMarked(new FileSpan(file.Path, marked.Span), marked.Key, defaultId);
        }

        HashSet<int> unusedMarkers = [.. _markers.Keys];
        foreach (DiagnosticResult result in explicitResults)
        {
            AddExplicit(result);
            unusedMarkers.ExceptWith(result.AdditionalMarkers.IsDefault ? [] : result.AdditionalMarkers);
            unusedMarkers.Remove(result.Marker ?? -1);
        }

        if (unusedMarkers.Count > 0)
            throw new VerificationException($"No expected diagnostic uses marker {{|#{unusedMarkers.Min()}:...|}}.");
    }

    /// <summary>Ids that are expected at least once: a compiler warning counts only where a test names it.</summary>
    public IEnumerable<string> ExpectedIds => _expectations.Select(static e => e.Id).Distinct();

    /// <exception cref="VerificationException">The two sides differ; the message lists both.</exception>
    public void Verify(string what, IReadOnlyCollection<Diagnostic> diagnostics)
    {
        List<Diagnostic> unexpected = [.. diagnostics];
        List<Expectation> missing = [.. _expectations];

        // The most precise expectations choose first, so that a vague one never takes what only a precise one accepts.
        foreach (Expectation expectation in _expectations.OrderByDescending(static e => e.Details is not null))
        {
            Diagnostic? match = unexpected.Find(d => IsAt(expectation, d) && Differences(expectation, d) is null);
            if (match is not null)
            {
                unexpected.Remove(match);
                missing.Remove(expectation);
            }
        }

        if (missing.Count > 0 || unexpected.Count > 0)
            throw new VerificationException(Report(what, missing, unexpected, diagnostics));
    }

    private void AddMarked(FileSpan span, string? key, string? defaultId)
    {
        if (key is ['#', .. var number])
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int marker) || !_markers.TryAdd(marker, span))
                throw new VerificationException($"Marker {{|{key}:...|}} is not a number or occurs twice.");
        }
        else
        {
            string id = key ?? defaultId ?? throw new VerificationException("[|...|] needs an analyzer that reports something; use {|ID:...|}.");
            _expectations.Add(new Expectation(id, span, null, null));
        }
    }

    private void AddExplicit(DiagnosticResult result)
    {
        if (!result.DescribesMarkup)
        {
            FileSpan? span = result.Marker is { } marker ? MarkerSpan(marker) : null;
            _expectations.Add(new Expectation(result.Id, span, result.Position, result));
            return;
        }

        int described = _expectations.FindIndex(e => e.Id == result.Id && e.Details is null);
        if (described < 0)
            throw new VerificationException($"Expected diagnostic {result.Id} has no location and no marked span of that id is left to describe.");

        _expectations[described] = _expectations[described] with { Details = result };
    }

    private FileSpan MarkerSpan(int marker) =>
        _markers.TryGetValue(marker, out FileSpan span) ? span : throw new VerificationException($"There is no marker {{|#{marker}:...|}}.");

    private static bool IsAt(Expectation expectation, Diagnostic diagnostic)
    {
        if (diagnostic.Id != expectation.Id)
            return false;

        if (expectation.Span is { } span)
            return FileSpan.Of(diagnostic.Location) == span;

        if (expectation.Position is { } position)
        {
            FileLinePositionSpan actual = diagnostic.Location.GetLineSpan();
            return actual.Path == position.Path
                && actual.StartLinePosition == new LinePosition(position.Line - 1, position.Column - 1);
        }

        return diagnostic.Location == Location.None;
    }

    private string? Differences(Expectation expectation, Diagnostic diagnostic) =>
        expectation.Details?.WhatDiffers(diagnostic, MarkerSpan);

    private string Report(string what, List<Expectation> missing, List<Diagnostic> unexpected, IReadOnlyCollection<Diagnostic> all)
    {
        StringBuilder report = new();
        report.Append(CultureInfo.InvariantCulture, $"Diagnostics of {what} differ: {missing.Count} missing, {unexpected.Count} unexpected.\n");
        foreach (Expectation expectation in missing)
        {
            report.Append("\nMissing: ").Append(Describe(expectation));
            foreach (Diagnostic near in unexpected.Where(d => IsAt(expectation, d)))
                report.Append("\n    but its ").Append(Differences(expectation, near));
        }

        foreach (Diagnostic diagnostic in unexpected)
            report.Append("\nUnexpected: ").Append(DiagnosticText.Of(diagnostic));

        report.Append("\n\nAll expected:").AppendJoin("", _expectations.Select(e => "\n  " + Describe(e)));
        report.Append("\n\nAll actual:").AppendJoin("", all.Select(static d => "\n  " + DiagnosticText.Of(d)));
        return report.ToString();
    }

    private string Describe(Expectation expectation)
    {
        string message = expectation.Details?.Message is { } text ? $": {text}" : "";
        if (expectation.Span is { } span)
        {
            SourceText source = SourceText.From(_files.First(f => f.Path == span.Path).Text);
            return $"{DiagnosticText.Position(span.Path, source.Lines.GetLinePosition(span.Span.Start))} {expectation.Id}{message}{DiagnosticText.Excerpt(source, span.Span)}";
        }

        return expectation.Position is { } position
            ? $"{DiagnosticText.Position(position.Path, new LinePosition(position.Line - 1, position.Column - 1))} {expectation.Id}{message}"
            : $"(no location) {expectation.Id}{message}";
    }

    /// <param name="Span">Where exactly; or, when null, <paramref name="Position"/>; when both are null, nowhere.</param>
    private sealed record Expectation(string Id, FileSpan? Span, (string Path, int Line, int Column)? Position, DiagnosticResult? Details);
}
