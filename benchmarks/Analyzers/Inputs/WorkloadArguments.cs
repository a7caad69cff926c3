using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Benchmarks.Inputs;

/// <summary>The part of the command line that says what is compiled.</summary>
internal static class WorkloadArguments
{
    public const int DefaultLines = 50_000;

    /// <summary>Everybody gets the same options, so the peer's rule is switched on for all.</summary>
    public static Workload Read(string[] arguments)
    {
        Workload workload = Option(arguments, "--project") is { } project
            ? ProjectSources.Load(project, Options(arguments, "--reference"))
            : RepeatedSources.Create(Option(arguments, "--lines") is { } lines ? int.Parse(lines, System.Globalization.CultureInfo.InvariantCulture) : DefaultLines);
        return workload with
        {
            IsConcurrent = arguments.Contains("--concurrent"),
            Options = workload.Options
                .WithSpecificDiagnosticOptions(workload.Options.SpecificDiagnosticOptions.SetItem("CA2000", ReportDiagnostic.Warn))
                .WithGeneralDiagnosticOption(ReportDiagnostic.Default),
        };
    }

    private static string? Option(string[] arguments, string name) => Options(arguments, name).FirstOrDefault();

    private static IEnumerable<string> Options(string[] arguments, string name)
    {
        for (int i = 0; i + 1 < arguments.Length; i++)
        {
            if (arguments[i] == name)
                yield return arguments[i + 1];
        }
    }
}
