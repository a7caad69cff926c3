using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ResourceHygiene.Hosting;

/// <summary>
/// Signals in a host. The host's own lifetime stops on SIGINT, SIGTERM and SIGQUIT and then swallows every further one;
/// SIGHUP it does not handle at all. Here the first of the four stops the host, and another one ends the process at once: see <see cref="EndSignals"/>.
/// </summary>
internal sealed class HostSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly EndSignals _signals = new();
    private int _exitCode;

    public HostSignals(IHostApplicationLifetime lifetime, ILogger logger)
    {
        _lifetime = lifetime;
        _logger = logger;
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            try
            {
                _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
            }
            catch (PlatformNotSupportedException)
            {
                HostLog.SignalUnobserved(logger, signal);
            }
        }
    }

    /// <summary>128 + the number of the first signal; 0 where there was none.</summary>
    public int ExitCode => Volatile.Read(ref _exitCode);

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        var exitCode = EndSignals.ExitCodeOf(context.Signal);
        switch (_signals.Take(context.Signal))
        {
            case SignalMeaning.End:
                Volatile.Write(ref _exitCode, exitCode);
                HostLog.SignalReceived(_logger, context.Signal);
                // Not here: stopping runs callbacks of the program, and the next signal could not be delivered meanwhile.
                ThreadPool.QueueUserWorkItem(static lifetime => lifetime.StopApplication(), _lifetime, preferLocal: false);
                break;
            case SignalMeaning.EndNow:
                HostLog.SecondSignal(_logger, context.Signal, exitCode);
                LastResort.End(exitCode);
                break;
            default:
                break;
        }
    }
}
