using ClipStudio.Pipeline;
using ResourceHygiene.Workers;

namespace ClipStudio.Output;

/// <summary>Asks a program that is not ours, <c>file</c>, what it takes the finished clips for.</summary>
internal static class OutsideLook
{
    private const string Program = "file";

    /// <param name="output">Where the clips are.</param>
    /// <param name="clips">Which.</param>
    /// <param name="stopping">Ends the programs that run, and waits until they are gone.</param>
    /// <returns>What it says, in a few words; where it is missing, that.</returns>
    public static string At(string output, IReadOnlyList<Clip> clips, CancellationToken stopping)
    {
        using var pool = new CommandPool(new() { Name = "outside look", Concurrency = 2, DefaultTimeout = TimeSpan.FromSeconds(30), Stopping = stopping });
        try
        {
            CommandResult[] looks = Task.WhenAll(clips.Select(clip =>
                pool.RunAsync(new CommandRequest(Program, "--brief", Path.Combine(output, clip.Name, "sound.wav")), stopping))).GetAwaiter().GetResult();
            return string.Join("; ", looks
                .GroupBy(static look => look.EnsureSuccess().Output.Text.Trim())
                .Select(static kind => $"{(kind.Count() is > 1 and var number ? $"{number} clips are" : "1 clip is")} {kind.Key}"));
        }
        catch (CommandException failed)
        {
            return failed.Failure == CommandFailure.NotFound ? $"skipped: '{Program}' is not installed" : $"skipped: {failed.Message}";
        }
    }
}
