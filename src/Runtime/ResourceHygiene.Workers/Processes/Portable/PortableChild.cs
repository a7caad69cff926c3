using System.ComponentModel;
using System.Diagnostics;

namespace ResourceHygiene.Workers.Processes.Portable;

/// <summary>
/// A child by <see cref="Process"/>, where the platform offers no more. Descendants are known by their parents alone, so that those whose
/// parents have ended are not found, and children outlive this process when that is ended by force.
/// </summary>
internal sealed class PortableChild : ChildProcess
{
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ChildEnd> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly ChildStart _start;
    private int _isEnding;

    private PortableChild(Process process, ChildStart start, Stream? input, Stream? output, Stream? error)
        : base(input, output, error)
    {
        _process = process;
        _start = start;
        Id = process.Id;
        _ = WatchAsync();
    }

    public override int Id { get; }

    public override Task<ExitStatus> Exited => _exited.Task;

    public override Task<ChildEnd> Gone => _gone.Task;

    [return: Owned]
    public static PortableChild StartNew(ChildStart start)
    {
        var info = new ProcessStartInfo(start.Program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = start.WorkingDirectory ?? "",
            RedirectStandardInput = start.Input != ChildStream.Inherit,
            RedirectStandardOutput = start.Output != ChildStream.Inherit,
            RedirectStandardError = start.Error != ChildStream.Inherit && (start.Error != ChildStream.Join || start.Output != ChildStream.Inherit),
        };
        foreach (var argument in start.Arguments)
            info.ArgumentList.Add(argument);
        if (!start.InheritsEnvironment)
            info.Environment.Clear();
        // Looking at info.Environment at all copies that of this process.
        if (start.Environment is { Count: > 0 } changes)
        {
            foreach (var (name, value) in changes)
                info.Environment[name] = value;
        }

        var process = new Process { StartInfo = info };
        try
        {
            process.Start();
        }
        catch (Exception exception)
        {
            process.Dispose();
            if (exception is Win32Exception refused)
                throw new ChildStartException(start.Program, refused.NativeErrorCode, refused.Message, refused);
            throw;
        }

        if (start.Input == ChildStream.Null)
            process.StandardInput.Close();
        var output = info.RedirectStandardOutput ? process.StandardOutput.BaseStream : null;
        var error = info.RedirectStandardError ? process.StandardError.BaseStream : null;
        if (start.Error == ChildStream.Join && output is not null && error is not null)
            (output, error) = (JoinedOutput.Of(output, error), null);
        try
        {
            return new(
                process, start,
                start.Input == ChildStream.Pipe ? process.StandardInput.BaseStream : null,
                Wanted(start.Output, output),
                Wanted(start.Error, error));
        }
        catch
        {
            output?.Dispose();
            error?.Dispose();
            process.Dispose();
            throw;
        }
    }

    public override Task<ChildEnd> EndAsync(TimeSpan grace)
    {
        // Without a question that all platforms know, there is nothing to wait for.
        if (Interlocked.Exchange(ref _isEnding, 1) == 0 && !_exited.Task.IsCompleted)
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
            {
                // It has ended meanwhile, or the system refuses: the child itself is waited for in either case.
                return Gone;
            }
        }
        return Gone;
    }

    private static Stream? Wanted(ChildStream kind, Stream? stream)
    {
        // A pipe that nobody reads would stop the child.
        if (kind == ChildStream.Null && stream is not null)
            _ = stream.CopyToAsync(Stream.Null);
        return kind == ChildStream.Pipe ? stream : null;
    }

    private async Task WatchAsync()
    {
        // How it ended, or that somebody else in this process waited for it.
        var end = new ChildEnd(new(-1, null), default, default, null, default);
        try
        {
            await _process.WaitForExitAsync().ConfigureAwait(false);
            // Elsewhere nobody remembers the times once it has ended.
            var (userTime, systemTime) = OperatingSystem.IsWindows() ? (_process.UserProcessorTime, _process.PrivilegedProcessorTime) : default;
            end = end with { Status = StatusOf(_process.ExitCode), UserTime = userTime, SystemTime = systemTime };
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            Trace.TraceError($"ResourceHygiene: how the process {Id} ended is not known: {exception}");
        }
        _process.Dispose();
        _exited.TrySetResult(end.Status);
        _gone.TrySetResult(end);
    }

    private ExitStatus StatusOf(int code)
    {
        const int FirstOfSignals = 128;
        return new(code, !OperatingSystem.IsWindows() && code > FirstOfSignals && Volatile.Read(ref _isEnding) == 1 ? code - FirstOfSignals : null);
    }
}
