using ResourceHygiene.Testing;

namespace ResourceHygiene.TorchSharp.Tests.Sample;

/// <summary>The sample on our declarations: the losses are zero, the handles are counted.</summary>
public sealed class TorchTrainingTests
{
    [Fact]
    public async Task The_clean_version_leaves_nothing_behind()
    {
        var output = await RunAsync("clean", "2");

        Assert.Contains("epoch 1: loss 0.000, no tensors were left since CleanTraining.cs:", output, StringComparison.Ordinal);
        Assert.Contains("held: model_weights 'Adam' (", output, StringComparison.Ordinal);
        Assert.Contains("held: model_weights 'spirals' (", output, StringComparison.Ordinal);
        Assert.Contains("on device 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("leaked:", output, StringComparison.Ordinal);
        Assert.EndsWith("held at the end: 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_leaky_version_leaves_tensors_in_every_epoch()
    {
        var output = await RunAsync("leaky", "2");

        string[] epochs = [.. output.Split('\n').Where(static line => line.StartsWith("epoch ", StringComparison.Ordinal))];
        Assert.Equal(2, epochs.Length);
        Assert.All(epochs, static line => Assert.Contains("tensors were not disposed since LeakyTraining.cs:", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_word_is_refused()
    {
        var result = await new ProcessRunner().DotnetAsync(Path.Combine(AppContext.BaseDirectory, "TorchTraining.dll"), "both");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'both' is neither", result.All, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await new ProcessRunner().DotnetAsync([Path.Combine(AppContext.BaseDirectory, "TorchTraining.dll"), .. arguments]);
        return result.ShouldSucceed().Output.ReplaceLineEndings("\n").Trim();
    }
}
