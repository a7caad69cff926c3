using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>One seed that failed, with what is needed to see it again.</summary>
internal sealed record FuzzFailure(FuzzCase Case, Exception Exception)
{
    /// <summary>Failures with one key are taken for one fault: the exception's type and the innermost frame of ours.</summary>
    public string Key { get; } = KeyOf(Exception);

    public static string KeyOf(Exception exception)
    {
        Exception inner = exception is AggregateException { InnerException: { } first } ? first : exception;
        string? frame = new StackTrace(inner).GetFrames()
            .Select(static frame => frame.GetMethod())
            .FirstOrDefault(static method => method?.DeclaringType?.Namespace?.StartsWith("ResourceHygiene", StringComparison.Ordinal) == true) is { } found
            ? $"{found.DeclaringType!.FullName}.{found.Name}"
            : inner.StackTrace?.Split('\n').FirstOrDefault()?.Trim();
        return $"{inner.GetType().FullName} in {frame}";
    }
}

/// <summary>Runs many cases, several at a time, and minimises the first failure of each kind.</summary>
/// <param name="analyzers">The analyzers under test.</param>
/// <param name="journal">
/// A folder that holds the source of every case under way: a stack overflow takes the process along and leaves it there.
/// </param>
internal sealed class FuzzSession(ImmutableArray<DiagnosticAnalyzer> analyzers, string? journal = null)
{
    private readonly FuzzRun _run = new(analyzers);

    /// <summary>One failure of each kind, of the lowest seed that shows it, minimised.</summary>
    public async Task<IReadOnlyList<FuzzFailure>> RunAsync(IEnumerable<FuzzCase> cases)
    {
        ConcurrentDictionary<string, FuzzFailure> failures = new(StringComparer.Ordinal);
        if (journal is not null)
            StartJournal(journal);
        await Parallel.ForEachAsync(cases, async (@case, _) =>
        {
            string? note = Note(@case);
            if (await TryAsync(@case) is { } failure)
                failures.AddOrUpdate(failure.Key, failure, (_, known) => IsEarlier(known.Case, failure.Case) ? known : failure);
            if (note is not null)
                File.Delete(note);
        });

        List<FuzzFailure> minimal = [];
        foreach (FuzzFailure failure in failures.Values.OrderBy(static failure => failure.Case.Seed))
            minimal.Add(await MinimizeAsync(failure));
        return minimal;
    }

    public async Task<FuzzFailure?> TryAsync(FuzzCase @case)
    {
        try
        {
            return await _run.FirstExceptionAsync(@case) is { } exception ? new FuzzFailure(@case, exception) : null;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return new FuzzFailure(@case, new TimeoutException("The analysis does not end.", exception));
        }
    }

    private async Task<FuzzFailure> MinimizeAsync(FuzzFailure failure)
    {
        // Each step of minimising something that does not end would wait for its end.
        if (failure.Exception is TimeoutException)
            return failure;
        SourceMinimizer minimizer = new(async text => await TryAsync(failure.Case with { Text = text }) is { } same && same.Key == failure.Key);
        return failure with { Case = failure.Case with { Text = await minimizer.MinimizeAsync(failure.Case.Text) } };
    }

    private static void StartJournal(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private string? Note(FuzzCase @case)
    {
        if (journal is null)
            return null;
        string note = Path.Combine(journal, string.Create(CultureInfo.InvariantCulture, $"{@case.Seed}-{@case.Text.Length}.cs"));
        File.WriteAllText(note, @case.Text);
        return note;
    }

    private static bool IsEarlier(FuzzCase left, FuzzCase right) =>
        (left.Seed, left.Text.Length).CompareTo((right.Seed, right.Text.Length)) <= 0;

    public static string Describe(FuzzFailure failure) =>
        $"""
        Seed {failure.Case.Seed} ({failure.Case.Origin}; references: {failure.Case.References}; usings: {failure.Case.HasUsings}; mode: {failure.Case.Mode}):
        {failure.Exception}

        Again: {FuzzTests.SeedVariable}={failure.Case.Seed} {FuzzTests.RoundsVariable}=1 dotnet test tests/ResourceHygiene.Analyzers.Tests --filter FuzzTests
        Minimal source, for {nameof(FuzzRegressionTests)}:
        ----------------------------------------
        {failure.Case.Text}
        ----------------------------------------
        """;
}
