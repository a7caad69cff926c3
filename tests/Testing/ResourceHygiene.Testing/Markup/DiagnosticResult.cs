using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Testing;

/// <summary>
/// An expected diagnostic in more detail than markup can say. With a location it stands on its own; without one it
/// describes the next marked span of the same id, in source order.
/// </summary>
public sealed record DiagnosticResult(string Id)
{
    /// <summary>The whole message; null if it is not checked.</summary>
    public string? Message { get; private init; }

    /// <summary>Arguments for the message format of the rule; default if they are not checked.</summary>
    public ImmutableArray<object?> Arguments { get; private init; }

    /// <summary>The effective severity; null if it is not checked.</summary>
    public DiagnosticSeverity? Severity { get; private init; }

    internal int? Marker { get; private init; }

    internal (string Path, int Line, int Column)? Position { get; private init; }

    internal bool HasNoLocation { get; private init; }

    /// <summary>Markers of the additional locations, in order; default if they are not checked.</summary>
    internal ImmutableArray<int> AdditionalMarkers { get; private init; }

    public DiagnosticResult WithMessage(string message) => this with { Message = message };

    public DiagnosticResult WithArguments(params object?[] arguments) => this with { Arguments = [.. arguments] };

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    /// <summary>The diagnostic lies exactly on the span marked <c>{|#marker:...|}</c>.</summary>
    public DiagnosticResult WithLocation(int marker) => this with { Marker = marker };

    /// <summary>The diagnostic starts at this line and column, both counted from 1.</summary>
    public DiagnosticResult WithLocation(string path, int line, int column) => this with { Position = (TestFiles.FullPath(path), line, column) };

    /// <summary>The diagnostic belongs to no file.</summary>
    public DiagnosticResult WithNoLocation() => this with { HasNoLocation = true };

    /// <summary>The additional locations are exactly the spans with these markers, in this order; no markers: there are none.</summary>
    public DiagnosticResult WithAdditionalLocations(params int[] markers) => this with { AdditionalMarkers = [.. markers] };

    internal bool DescribesMarkup => Marker is null && Position is null && !HasNoLocation;

    internal string? WhatDiffers(Diagnostic actual, Func<int, FileSpan> markerSpan)
    {
        string message = actual.GetMessage(CultureInfo.InvariantCulture);
        if (Message is not null && message != Message)
            return $"message is \"{message}\", expected \"{Message}\"";

        if (!Arguments.IsDefault)
        {
            string format = actual.Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture);
            string expected = string.Format(CultureInfo.InvariantCulture, format, [.. Arguments]);
            if (message != expected)
                return $"message is \"{message}\", expected \"{expected}\"";
        }

        if (Severity is not null && actual.Severity != Severity)
            return $"severity is {actual.Severity}, expected {Severity}";

        if (!AdditionalMarkers.IsDefault)
        {
            ImmutableArray<FileSpan> actualSpans = [.. actual.AdditionalLocations.Select(FileSpan.Of)];
            ImmutableArray<FileSpan> expectedSpans = [.. AdditionalMarkers.Select(markerSpan)];
            if (!actualSpans.SequenceEqual(expectedSpans))
                return $"additional locations are [{string.Join(", ", actualSpans)}], expected [{string.Join(", ", expectedSpans)}]";
        }

        return null;
    }
}
