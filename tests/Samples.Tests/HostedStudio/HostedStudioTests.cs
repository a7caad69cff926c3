using System.Text.RegularExpressions;
using ResourceHygiene.Testing;
using Samples.Tests.ClipStudio;

namespace Samples.Tests.HostedStudio;

public sealed partial class HostedStudioTests : IDisposable
{
    private const int Terminate = 15;

    private readonly StudioRun _studio = new("HostedStudio");

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Under_pressure_it_lets_thumbnails_go_and_at_the_end_the_rest()
    {
        ProcessResult stopped = await _studio.RunUntilAsync(Pressure(), Terminate);

        Assert.Equal(0, stopped.ExitCode);   // a host that was told to stop has done its work
        Assert.Contains("Application is shutting down", stopped.Output, StringComparison.Ordinal);
        Assert.Matches(@"ResourceHygiene\[8\]", stopped.Output);   // what the clean-up at exit did
        Assert.Empty(_studio.Leftovers);
    }

    [Fact]
    public async Task A_wrong_setting_stops_it_at_the_start_and_is_named()
    {
        ProcessResult refused = await _studio.RunAsync("--ResourceHygiene:Exit:Bugdet=5 s");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("ResourceHygiene:Exit:Bugdet: there is no such setting (value '5 s'). Did you mean 'Budget'?", refused.All, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Under pressure at host .* freed, .* a machine of 8 MB")]
    private static partial Regex Pressure();
}
