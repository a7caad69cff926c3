namespace ResourceHygiene.Testing.Tests.Processes;

public sealed class ProcessRunnerTests
{
    [Fact]
    public async Task Both_streams_and_the_exit_code_are_captured()
    {
        ProcessResult result = await new ProcessRunner().RunAsync("dotnet", "no-such-command");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("no-such-command", result.All, StringComparison.Ordinal);
        Assert.Throws<VerificationException>(result.ShouldSucceed);
    }

    [Fact]
    public async Task A_program_that_succeeds_passes()
    {
        ProcessResult result = await new ProcessRunner().DotnetAsync("--version");

        Assert.StartsWith("10.", result.ShouldSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_is_the_one_asked_for()
    {
        ProcessRunner runner = new() { WorkingDirectory = Path.GetTempPath(), Environment = { ["RH_TEST_VARIABLE"] = "seen" } };

        ProcessResult result = OperatingSystem.IsWindows()
            ? await runner.RunAsync("cmd", "/c", "echo %RH_TEST_VARIABLE%")
            : await runner.RunAsync("sh", "-c", "echo $RH_TEST_VARIABLE");

        Assert.Equal("seen", result.Output.Trim());
    }

    [Fact]
    public async Task A_program_that_hangs_is_killed_with_its_children()
    {
        ProcessRunner runner = new() { Timeout = TimeSpan.FromMilliseconds(300) };
        Task<ProcessResult> run = OperatingSystem.IsWindows()
            ? runner.RunAsync("cmd", "/c", "echo started & ping -n 60 127.0.0.1")
            : runner.RunAsync("sh", "-c", "echo started; sleep 60 & wait");

        // The exception comes only when both streams are closed, which the sleeping child would prevent.
        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => run.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("took longer than", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_repository_root_holds_the_solution() =>
        Assert.True(File.Exists(RepositoryPaths.Combine("tests", "Testing", "ResourceHygiene.Testing", "ResourceHygiene.Testing.csproj")));
}
