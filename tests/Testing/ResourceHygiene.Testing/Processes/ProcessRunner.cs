using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene.Testing;

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Everything it wrote to standard output.</param>
/// <param name="Error">Everything it wrote to standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages.</summary>
    public string All => Output + Error;

    /// <exception cref="VerificationException">The program failed; the message holds what it wrote.</exception>
    public ProcessResult ShouldSucceed() =>
        ExitCode == 0 ? this : throw new VerificationException(string.Create(CultureInfo.InvariantCulture, $"Exit code {ExitCode}:\n{All}"));
}

/// <summary>Runs a program to its end. It gets no input, and neither it nor what it started outlives the call.</summary>
public sealed class ProcessRunner
{
    /// <summary>Where the program runs; the repository's root unless set.</summary>
    public string WorkingDirectory { get; init; } = RepositoryPaths.Root;

    /// <summary>Variables to set, or with null to remove, in the program's environment.</summary>
    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>How long the program may take before it and its children are killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <exception cref="TimeoutException">The program took longer than <see cref="Timeout"/>; it was killed.</exception>
    public async Task<ProcessResult> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in Environment)
            start.Environment[name] = value;

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource deadline = new(Timeout);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {Timeout}:\n{await output}{await error}");
        }

        return new ProcessResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs <c>dotnet</c> without build servers, which would outlive the test and hold files.</summary>
    public Task<ProcessResult> DotnetAsync(params string[] arguments)
    {
        Environment["MSBUILDDISABLENODEREUSE"] = "1";
        Environment["UseSharedCompilation"] = "false";
        Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        Environment["DOTNET_NOLOGO"] = "1";
        // Set by the SDK that runs the tests; they would bind the child to its inner state.
        Environment["MSBuildSDKsPath"] = null;
        Environment["MSBuildExtensionsPath"] = null;
        return RunAsync("dotnet", arguments);
    }
}
