using ResourceHygiene.Cuda.Tests;

namespace Samples.Tests.ClipStudio;

/// <summary>The model in the memory of a GPU; here of a driver that has none.</summary>
public sealed class ModelOnDeviceTests : IDisposable
{
    private readonly StudioRun _studio = new() { LibraryPath = FakeDriverLibrary.Install() };

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Weights_on_a_device_leave_the_budget_of_the_host_alone()
    {
        string output = (await _studio.RunAsync()).ShouldSucceed().Output;

        Assert.DoesNotContain("model_weights 'highlights.safetensors' let go", output, StringComparison.Ordinal);
        Assert.Contains("0 failed, 0 leaked, 0 temp files left", output, StringComparison.Ordinal);
        Assert.Empty(_studio.Leftovers);
    }

    [Fact]
    public async Task The_clips_are_the_same_as_without_a_device()
    {
        (await _studio.RunAsync("--output", "device", "--clips", "2")).ShouldSucceed();
        (await _studio.RunAsync("--output", "host", "--clips", "2", "--device", "host")).ShouldSucceed();

        string[] host = [.. Directory.EnumerateFiles(_studio.PathOf("host"), "*.png", SearchOption.AllDirectories).Order()];
        Assert.NotEmpty(host);
        Assert.All(host, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("/host/", "/device/", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_device_without_room_is_done_without()
    {
        StudioRun small = new() { LibraryPath = _studio.LibraryPath, DeviceMegabytes = 9 };
        using (small)
        {
            string output = (await small.RunAsync()).ShouldSucceed().Output;

            Assert.Contains("model_weights 'highlights.safetensors' let go", output, StringComparison.Ordinal);
            Assert.Contains("0 failed, 0 leaked, 0 temp files left", output, StringComparison.Ordinal);
            Assert.Equal(2, output.Split("in host memory: ").Length);
            Assert.Contains("has no room for", output, StringComparison.Ordinal);
        }
    }
}
