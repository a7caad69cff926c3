using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace ResourceHygiene.Hosting;

/// <summary>Every message, with its stable event id. Ids below 20 are those of the event source.</summary>
internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Kind} '{Name}' released ({Reason}): {Bytes} bytes in {Milliseconds} ms")]
    public static partial void Released(ILogger logger, string kind, string? name, ReleaseReason reason, long bytes, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Kind} '{Name}' kept ({Reason}): {Why}")]
    public static partial void Kept(ILogger logger, string kind, string? name, ReleaseReason reason, string? why);

    [LoggerMessage(3, LogLevel.Warning, "{Kind} '{Name}' failed ({Reason})")]
    public static partial void Failed(ILogger logger, Exception exception, string kind, string? name, ReleaseReason reason);

    [LoggerMessage(4, LogLevel.Warning, "{Kind} '{Name}' was never released: {Bytes} bytes on {Location}, acquired at {Site}")]
    public static partial void Leaked(ILogger logger, string kind, string? name, long bytes, ResourceLocation location, AcquisitionSite site);

    [LoggerMessage(5, LogLevel.Information, "Clean-up {Level}: {Cleaned} cleaned, {Bytes} bytes freed, {Kept} kept in {Milliseconds} ms")]
    public static partial void Cleaned(ILogger logger, CleanupLevel level, int cleaned, long bytes, int kept, double milliseconds);

    [LoggerMessage(6, LogLevel.Warning, "Clean-up {Level} is incomplete: {Failed} failed, {NotReached} not reached: {Report}")]
    public static partial void CleanedInPart(ILogger logger, CleanupLevel level, int failed, int notReached, CleanupReport report);

    [LoggerMessage(8, LogLevel.Information, "Exit clean-up: {Released} released, {Bytes} bytes freed in {Milliseconds} ms")]
    public static partial void Exited(ILogger logger, int released, long bytes, double milliseconds);

    [LoggerMessage(9, LogLevel.Warning, "Exit clean-up is incomplete: {Failed} failed, {NotReached} not reached: {Report}")]
    public static partial void ExitedInPart(ILogger logger, int failed, int notReached, ReleaseReport report);

    [LoggerMessage(EventId = 10, Message = "Memory pressure at {Location}: {From} to {To}: {Reason}")]
    public static partial void PressureChanged(
        ILogger logger, LogLevel level, ResourceLocation location, PressureLevel from, PressureLevel to, string reason);

    [LoggerMessage(11, LogLevel.Information, "Under pressure at {Location} ({Level}): {Freed} of {Wanted} bytes freed, {Outcome}: {Reason}")]
    public static partial void PressureActed(
        ILogger logger, ResourceLocation location, PressureLevel level, long freed, long wanted, PressureOutcome outcome, string reason);

    [LoggerMessage(12, LogLevel.Warning, "Pressure is not watched as it should be: {Source}")]
    public static partial void PressureFailed(ILogger logger, Exception exception, string source);

    [LoggerMessage(20, LogLevel.Debug, "ResourceHygiene started: policy {Algorithm}, clean-up every {Cleaning}, leaks every {Leaks}")]
    public static partial void Started(ILogger logger, string algorithm, TimeSpan? cleaning, TimeSpan? leaks);

    [LoggerMessage(21, LogLevel.Information, "Configuration reloaded: the new policy is in force")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(22, LogLevel.Error, "Configuration not reloaded, what was in force stays: {Reason}")]
    public static partial void ReloadRefused(ILogger logger, string reason, Exception exception);

    [LoggerMessage(23, LogLevel.Information, "{Signal} received: the host stops; another SIGINT, SIGTERM or SIGQUIT ends the process at once")]
    public static partial void SignalReceived(ILogger logger, PosixSignal signal);

    [LoggerMessage(24, LogLevel.Critical, "{Signal} received while stopping: the process ends now with exit code {ExitCode}")]
    public static partial void SecondSignal(ILogger logger, PosixSignal signal, int exitCode);

    [LoggerMessage(25, LogLevel.Critical, "Services are still stopping although the host's shutdown timeout is over: cleaning up without them")]
    public static partial void StopOverran(ILogger logger);

    [LoggerMessage(26, LogLevel.Critical, "Background service {Service} threw: the process ends with exit code {ExitCode}")]
    public static partial void BackgroundServiceThrew(ILogger logger, Exception? exception, string service, int exitCode);

    [LoggerMessage(27, LogLevel.Information, "{Leaks} leaks from {Places} places reported in {Path}")]
    public static partial void LeaksReported(ILogger logger, long leaks, int places, string path);

    [LoggerMessage(28, LogLevel.Error, "The leak report could not be saved as {Path}")]
    public static partial void LeaksNotReported(ILogger logger, Exception exception, string path);

    [LoggerMessage(29, LogLevel.Warning, "{Signal} cannot be observed on this platform: it ends the process without a clean-up")]
    public static partial void SignalUnobserved(ILogger logger, PosixSignal signal);

    [LoggerMessage(30, LogLevel.Error, "{Work} failed; it will be tried again in its turn")]
    public static partial void PeriodicWorkFailed(ILogger logger, Exception exception, string work);
}
