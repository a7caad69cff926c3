using System.Diagnostics;

namespace ResourceHygiene.Cuda.Tests;

/// <summary>The program that runs on a machine with a GPU, here on the fake driver: found by the names that a real one has.</summary>
public sealed class ProbeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_its_steps_succeed(bool hasNvml)
    {
        var directory = FakeDriverLibrary.Install();
        if (!hasNvml)
            File.Delete(Path.Combine(directory, "libnvidia-ml.so.1"));

        var (exitCode, output) = await RunAsync(directory);

        Assert.True(exitCode == 0, output);
        Assert.Contains("CUDA 12.8: device 0 (Fake GPU A, 268.4 MB)", output, StringComparison.Ordinal);
        Assert.Equal(15, output.Split('\n').Count(static line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.Contains("ok      nothing is left at exit: 3 released", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_device_it_says_why()
    {
        var (exitCode, output) = await RunAsync(FakeDriverLibrary.Install(), devices: "0");

        Assert.Equal(77, exitCode);
        Assert.Contains("CUDA_ERROR_NO_DEVICE", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string libraries, string devices = "1")
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "CudaProbe.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LD_LIBRARY_PATH"] = libraries;
        start.Environment["FAKE_CUDA_DEVICES"] = devices;
        start.Environment["FAKE_CUDA_MEGABYTES"] = "256";
        using var probe = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = probe.StandardOutput.ReadToEndAsync(patience.Token);
            var error = probe.StandardError.ReadToEndAsync(patience.Token);
            await probe.WaitForExitAsync(patience.Token);
            return (probe.ExitCode, await output + await error);
        }
        finally
        {
            if (!probe.HasExited)
                probe.Kill(entireProcessTree: true);
        }
    }
}
