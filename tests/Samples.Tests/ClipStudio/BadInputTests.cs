using System.Text;
using ResourceHygiene.Testing;

namespace Samples.Tests.ClipStudio;

/// <summary>Every way to get it wrong: one line that says what, where and what to do; an exit code; nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly StudioRun _studio = new();

    public void Dispose() => _studio.Dispose();

    [Theory]
    [InlineData("--budget 'lots' is not a size", "--budget", "lots")]
    [InlineData("--budget '0MB' is not a size", "--budget", "0MB")]
    [InlineData("--machine 'much' is not a size", "--machine", "much")]
    [InlineData("Must be one of: 'decision-tree' 'weighted-score'", "--policy", "newest")]
    [InlineData("--clips '0' is not a number from 1", "--clips", "0")]
    [InlineData("Unrecognized command or argument '--frobnicate'", "--frobnicate")]
    [InlineData("Required argument missing for option: '--input'", "--input")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string message, params string[] arguments)
        => AssertFailure(await _studio.RunAsync(arguments), 2, message);

    [Theory]
    [InlineData("nowhere", "there is no such file or directory")]
    [InlineData("temp", "the directory has no WAV files")]
    public async Task Input_that_is_not_there_is_named(string input, string message)
        => AssertFailure(await _studio.RunAsync("--input", input), 1, $"{input}: {message}");

    [Fact]
    public Task A_file_that_is_no_recording_is_refused()
        => AssertBadRecording(recording => Encoding.ASCII.GetBytes("not a recording at all"), "this is not a WAV file");

    [Fact]
    public Task A_recording_that_is_cut_off_is_refused()
        => AssertBadRecording(recording => recording[..500_000], "the file is cut off: the header promises");

    [Fact]
    public Task A_recording_without_samples_is_refused()
        => AssertBadRecording(recording => recording[..36], "the WAV file has no samples");

    [Fact]
    public Task A_recording_that_is_not_16_bit_is_refused()
        => AssertBadRecording(recording => With(recording, at: 34, 24), "only 16-bit PCM");

    [Fact]
    public Task A_recording_that_is_not_PCM_is_refused()
        => AssertBadRecording(recording => With(recording, at: 20, 3), "only 16-bit PCM");

    [Fact]
    public Task A_recording_of_another_sample_rate_is_refused()
        => AssertBadRecording(recording => With(recording, at: 24, 0x44, 0xAC, 0, 0), "the sample rate is 44100 Hz");

    [Fact]
    public async Task Missing_subtitles_are_named()
    {
        string recording = _studio.Copy("narration.wav", "bad.wav");
        AssertFailure(await _studio.RunAsync("--input", recording), 1, "its subtitles are missing");
    }

    [Theory]
    [InlineData("00:00:06,563 -->", "00:00:6.563 -->", "bad.srt:7: expected times")]
    [InlineData("\n2\n", "\ntwo\n", "bad.srt:6: expected a subtitle number, found 'two'")]
    [InlineData("--> 00:00:06,163", "--> 00:00:01,000", "bad.srt:2: subtitle 1 ends before it starts")]
    [InlineData("Good evening. This is a short film\nabout a small machine.\n", "", "bad.srt:2: subtitle 1 has no text")]
    public async Task Malformed_subtitles_are_named_with_their_line(string good, string bad, string message)
    {
        string recording = _studio.Copy("narration.wav", "bad.wav");
        string text = await File.ReadAllTextAsync(Path.Combine(StudioRun.BundledData, "narration.srt"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_studio.PathOf("bad.srt"), text.Replace(good, bad, StringComparison.Ordinal));

        AssertFailure(await _studio.RunAsync("--input", recording), 1, message);
    }

    [Fact]
    public Task A_model_that_is_too_short_is_refused() => AssertBadModel(model => model[..5], "this is not a safetensors file");

    [Fact]
    public Task A_model_whose_header_is_longer_than_the_file_is_refused()
        => AssertBadModel(model => With(model, at: 0, 0xFF, 0xFF, 0xFF), "the safetensors header claims");

    [Fact]
    public Task A_model_whose_header_is_no_json_is_refused()
        => AssertBadModel(model => With(model, at: 8, (byte)'!'), "the safetensors header is damaged");

    [Fact]
    public Task A_model_that_is_cut_off_is_refused() => AssertBadModel(model => model[..1000], "lies outside the file");

    [Fact]
    public Task A_model_of_another_shape_is_refused()
        => AssertBadModel(model => Replace(model, "[256,2000]", "[200,2560]"), "F32[200,2560], expected F32[256,2000]");

    [Fact]
    public Task A_model_without_a_tensor_is_refused()
        => AssertBadModel(model => Replace(model, "output.bias", "output.bios"), "the tensor 'output.bias' is missing");

    [Fact]
    public async Task A_missing_model_is_named()
        => AssertFailure(await _studio.RunAsync("--model", "nowhere.safetensors"), 1, "nowhere.safetensors: there is no such model file");

    [Fact]
    public async Task An_output_directory_that_cannot_be_made_is_named()
    {
        await File.WriteAllTextAsync(_studio.PathOf("taken"), "");
        AssertFailure(await _studio.RunAsync("--output", "taken"), 1, "the output directory cannot be created");
    }

    [Fact]
    public async Task A_catalogue_that_is_no_database_is_named()
    {
        Directory.CreateDirectory(_studio.Output);
        await File.WriteAllTextAsync(Path.Combine(_studio.Output, "catalogue.db"), new string('x', 4096));
        AssertFailure(await _studio.RunAsync(), 1, "the catalogue cannot be opened");
    }

    [Fact]
    public async Task A_budget_that_is_too_small_is_refused_with_the_smallest_that_works()
        => AssertFailure(await _studio.RunAsync("--budget", "512KB"), 1, "The smallest budget that works is");

    private async Task AssertBadRecording(Func<byte[], byte[]> damage, string message)
    {
        await File.WriteAllBytesAsync(_studio.PathOf("bad.wav"), damage(await File.ReadAllBytesAsync(Path.Combine(StudioRun.BundledData, "narration.wav"))));
        _studio.Copy("narration.srt", "bad.srt");
        AssertFailure(await _studio.RunAsync("--input", "bad.wav"), 1, message);
    }

    private async Task AssertBadModel(Func<byte[], byte[]> damage, string message)
    {
        await File.WriteAllBytesAsync(_studio.PathOf("bad.safetensors"), damage(await File.ReadAllBytesAsync(Path.Combine(StudioRun.BundledData, "highlights.safetensors"))));
        AssertFailure(await _studio.RunAsync("--model", "bad.safetensors"), 1, message);
    }

    private void AssertFailure(ProcessResult result, int exitCode, string message)
    {
        Assert.Equal(exitCode, result.ExitCode);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("clipstudio: error: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Empty(_studio.Leftovers);
    }

    private static byte[] With(byte[] bytes, int at, params byte[] replacement)
    {
        replacement.CopyTo(bytes, at);
        return bytes;
    }

    private static byte[] Replace(byte[] bytes, string old, string replacement)
        => With(bytes, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(old)), Encoding.ASCII.GetBytes(replacement));
}
