using System.Globalization;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests.Files;

/// <summary>.ci/run, with a stand-in for dotnet that leaves the result files each test asks for.</summary>
public sealed class BuildServerScriptTests : IDisposable
{
    private static readonly int TestProjects =
        Directory.GetFiles(RepositoryPaths.Combine("tests"), "*Tests.csproj", SearchOption.AllDirectories).Length;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rh-ci-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Counts_of_all_projects_are_added_up()
    {
        ProcessResult result = await RunAsync(TestProjects, "total=\"3\" passed=\"3\" failed=\"0\"");

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith($"\n{Number(3 * TestProjects)} passed, 0 failed\n", "\n" + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_fails()
    {
        ProcessResult result = await RunAsync(TestProjects, "total=\"3\" passed=\"2\" failed=\"1\"", testExitCode: 1);

        Assert.NotEqual(0, result.ExitCode);
        Assert.EndsWith($"\n{Number(2 * TestProjects)} passed, {Number(TestProjects)} failed\n", "\n" + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_results_fails()
    {
        ProcessResult result = await RunAsync(TestProjects - 1, "total=\"3\" passed=\"3\" failed=\"0\"");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"{Number(TestProjects - 1)} of {Number(TestProjects)} test projects ran", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_tests_fails() =>
        Assert.NotEqual(0, (await RunAsync(TestProjects, "total=\"0\" passed=\"0\" failed=\"0\"")).ExitCode);

    [Fact]
    public async Task A_test_run_that_dies_fails_although_nothing_is_counted_as_failed() =>
        Assert.NotEqual(0, (await RunAsync(TestProjects, "total=\"3\" passed=\"3\" failed=\"0\"", testExitCode: 1)).ExitCode);

    [Fact]
    public async Task A_build_that_fails_ends_in_the_same_line()
    {
        ProcessResult result = await RunAsync(TestProjects, "total=\"3\" passed=\"3\" failed=\"0\"", buildExitCode: 1);

        Assert.NotEqual(0, result.ExitCode);
        Assert.EndsWith("\n0 passed, 0 failed\n", "\n" + result.Output, StringComparison.Ordinal);
    }

    private async Task<ProcessResult> RunAsync(int resultFiles, string counters, int testExitCode = 0, int buildExitCode = 0)
    {
        string dotnet = Path.Combine(_directory.FullName, "dotnet");
        await File.WriteAllTextAsync(dotnet, string.Create(CultureInfo.InvariantCulture,
            $$"""
            #!/usr/bin/env bash
            if [[ $1 == build ]]; then exit {{buildExitCode}}; fi
            if [[ $1 != test ]]; then exit 0; fi
            for ((i = 0; i < {{resultFiles}}; i++)); do
                echo '<TestRun><ResultSummary><Counters {{counters}} error="0" timeout="0" aborted="0" /></ResultSummary></TestRun>' > "${@: -1}/$i.trx"
            done
            exit {{testExitCode}}
            """));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        ProcessRunner runner = new()
        {
            Environment = { ["PATH"] = _directory.FullName + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") },
        };
        return await runner.RunAsync("bash", RepositoryPaths.Combine(".ci", "run"));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
