using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>
/// A child that is started by posix_spawn and watched by a process descriptor. It is reaped when nothing else of its tree is left, and not
/// before: until then its id, and with it that of its session, can be nobody else's.
/// </summary>
internal sealed class LinuxChild : ChildProcess, IExitObserver
{
    private static readonly ConcurrentDictionary<int, LinuxChild> s_children = new();

    private readonly TaskCompletionSource<ExitStatus> _exited;
    private readonly TaskCompletionSource<ChildEnd> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private readonly ChildStart _start;
    private readonly string _mark;
    private readonly long _startedAt;
    private readonly long _peakBefore;
    private readonly int _descriptor;
    private readonly int _watchdogSlot;
    private CancellationTokenSource? _patience;
    private long _deadline;
    private bool _isReaped;

    private LinuxChild(int id, int descriptor, ChildStart start, string mark, long startedAt, TaskCompletionSource<ExitStatus> exited,
        Stream? input, Stream? output, Stream? error)
        : base(input, output, error)
    {
        Id = id;
        _exited = exited;
        _descriptor = descriptor;
        _start = start;
        _mark = mark;
        _startedAt = startedAt;
        _peakBefore = ChildWait.PeakOfThisProcess();
        _watchdogSlot = Watchdog.Add(id);
    }

    public override int Id { get; }

    public override Task<ExitStatus> Exited => _exited.Task;

    public override Task<ChildEnd> Gone => _gone.Task;

    public override int UnreadInput => Ask(Input, static descriptor => Libc.CountReadable(descriptor)) ?? 0;

    /// <summary>Whether the system can do all of this.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64
        && ChildWait.HasProcessDescriptors();

    /// <summary>Whether a process is a child of this one that was started here and is not reaped.</summary>
    public static bool IsChild(int id) => s_children.ContainsKey(id) || Watchdog.Is(id);

    [return: Owned]
    public static LinuxChild StartNew(ChildStart start)
    {
        SpareDescriptors.Keep();
        var watcher = WatcherFor(start.Program);
        Watchdog.EnsureRunning();
        // Descendants that may stay must not be found later by what their mark says.
        var mark = start.KeepDescendants ? "" : ChildMarker.Next();
        var pipes = new ChildPipes(start);
        var startedAt = System.Environment.TickCount64;
        var exited = new TaskCompletionSource<ExitStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        var until = start.KeepDescendants ? exited.Task : null;
        var id = 0;
        Stream? input = null, output = null, error = null;
        try
        {
            input = pipes.TakeInput();
            output = pipes.TakeOutput(until);
            error = pipes.TakeError(until);
            id = Spawner.Start(
                start.Program, [start.Program, .. start.Arguments], CollectionsMarshal.AsSpan(ChildEnvironment.Of(start, mark)), start.WorkingDirectory,
                [pipes.ChildInput, pipes.ChildOutput, pipes.ChildError], start.InheritsDescriptors);
            pipes.CloseChildEnds();
            var descriptor = Libc.OpenProcess(id);
            // It runs already: a start that fails now would have done half of its work.
            if (descriptor < 0)
            {
                var started = id;
                descriptor = SpareDescriptors.Use(() => Libc.OpenProcess(started));
            }
            if (descriptor < 0)
                throw new ChildStartException(start.Program, Marshal.GetLastPInvokeError(), "too many files are open to watch it");

            var child = new LinuxChild(id, descriptor, start, mark, startedAt, exited, input, output, error);
            s_children[id] = child;
            try
            {
                watcher.Watch(descriptor, child);
            }
            catch (InvalidOperationException exception)
            {
                s_children.TryRemove(id, out _);
                Watchdog.Remove(child._watchdogSlot);
                _ = Libc.Close(descriptor);
                throw new ChildStartException(start.Program, error: 0, exception.Message, exception);
            }
            return child;
        }
        catch
        {
            pipes.CloseAll();
            input?.Dispose();
            output?.Dispose();
            error?.Dispose();
            if (id > 0)
                ChildWait.Abandon(id);
            throw;
        }
    }

    /// <summary>Before anything is started that could not be watched.</summary>
    private static ExitWatcher WatcherFor(string program)
    {
        try
        {
            return ExitWatcher.Shared;
        }
        catch (InvalidOperationException exception)
        {
            throw new ChildStartException(program, error: 0, exception.Message, exception);
        }
    }

    public override int? CountUnread(Stream output) => Ask(output, static descriptor => Libc.HasWriters(descriptor) ? Libc.CountReadable(descriptor) : null);

    /// <summary>Asks the system about a pipe; <see langword="null"/> where there is none any more.</summary>
    private static int? Ask(Stream? stream, Func<int, int?> question)
    {
        if (stream is not AnonymousPipeClientStream pipe)
            return null;
        var isHeld = false;
        try
        {
            pipe.SafePipeHandle.DangerousAddRef(ref isHeld);
            return question((int)pipe.SafePipeHandle.DangerousGetHandle());
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        finally
        {
            if (isHeld)
                pipe.SafePipeHandle.DangerousRelease();
        }
    }

    public override Task<ChildEnd> EndAsync(TimeSpan grace)
    {
        CancellationToken? first = null;
        lock (_gate)
        {
            if (_isReaped || _gone.Task.IsCompleted)
                return Gone;
            var deadline = _start.Time.GetTimestamp() + (long)(grace.TotalSeconds * _start.Time.TimestampFrequency);
            if (_patience is null)
            {
                _patience = new(grace, _start.Time);
                _deadline = deadline;
                first = _patience.Token;
            }
            else if (deadline < _deadline)
            {
                _deadline = deadline;
                _patience.CancelAfter(grace);
            }
        }
        if (first is { } patience)
            _ = new TreeEnd(this).RunAsync(patience);
        return Gone;
    }

    /// <summary>Sends a signal to the group of the child, unless it was reaped: then the id may be another's.</summary>
    internal void SignalGroup(int signal)
    {
        lock (_gate)
        {
            if (!_isReaped)
                _ = Libc.Kill(-Id, signal);
        }
    }

    /// <inheritdoc cref="ProcessTree.Find"/>
    internal bool FindDescendants(bool hasExited, Action<Descendant> found) =>
        ProcessTree.Find(Id, _mark.Length == 0 ? [] : ChildMarker.Sought(_mark), _startedAt, hasExited, found);

    /// <summary>The tree is gone, or given up.</summary>
    internal void Complete(Survivors survivors)
    {
        if (_exited.Task.IsCompleted)
            Reap(survivors);
        else
            _gone.TrySetResult(new(default, default, default, null, survivors));
    }

    void IExitObserver.OnExit()
    {
        bool isAlone;
        lock (_gate)
            isAlone = _gone.Task.IsCompleted || (_patience is null && (_start.KeepDescendants || !ProcessTree.MayHaveDescendants(Id, _startedAt)));
        if (isAlone)
        {
            Reap(survivors: default);
            return;
        }

        _exited.TrySetResult(ChildWait.Peek(Id));
        // Looking for what it left takes longer than others can wait for this thread. Nothing is asked to end that is not there.
        ThreadPool.UnsafeQueueUserWorkItem(static child => child.EndAsync(child._start.DescendantGrace), this, preferLocal: false);
    }

    private void Reap(Survivors survivors)
    {
        ChildEnd end;
        lock (_gate)
        {
            if (_isReaped)
                return;
            _isReaped = true;
            // First, so that the watchdog never names an id that is free.
            Watchdog.Remove(_watchdogSlot);
            s_children.TryRemove(Id, out _);
            end = ChildWait.Reap(Id, _peakBefore) with { Survivors = survivors };
            _ = Libc.Close(_descriptor);
            _patience?.Dispose();
        }
        _exited.TrySetResult(end.Status);
        _gone.TrySetResult(end);
    }
}
