namespace ResourceHygiene;

// What happens at each tick, and on which thread.
public sealed partial class PressureMonitor
{
    internal bool IsDisposed
    {
        get
        {
            lock (_gate)
                return _isDisposed;
        }
    }

    /// <summary>Bytes left at a location before the next emergency, and when that was measured.</summary>
    internal long RoomAt(ResourceLocation location, out long takenAt)
    {
        foreach (var known in _locations)
        {
            // After disposal nothing is measured any more, and nothing held back.
            if (known.Location == location && !IsDisposed)
                return known.Room(_watches, out takenAt);
        }

        takenAt = long.MinValue;
        return long.MaxValue;
    }

    /// <summary>One sample of everything. Never throws.</summary>
    private void Observe()
    {
        // An action may outlive the monitor, whose gauges may be closed by then.
        if (IsDisposed)
            return;

        var watches = _watches;
        foreach (var watch in watches)
            watch.Measure(_time);
        _stall.Measure(_time);

        var highest = PressureLevel.Normal;
        foreach (var location in _locations)
        {
            var level = location.Update(watches, _stall, _changes);
            if (level > highest)
                highest = level;
        }
        _level = highest;
        Deliver();
        Observed?.Invoke();
    }

    private TimeSpan Tick()
    {
        if (!Enter())
            return Options.Interval;

        try
        {
            Observe();
            foreach (var location in _locations)
            {
                if (location.GiveUpIfLate() is { } late)
                    GiveUp(late);
                if (location.Plan(_watches) is { } plan)
                    Begin(location, plan);
            }
        }
        catch (Exception exception)
        {
            // Nothing of ours throws, but a monitor that died in silence would be the worst of failures.
            _log.Add("the monitor", exception);
        }
        finally
        {
            Leave();
        }
        return Pause();
    }

    /// <summary>
    /// Until the next sample: short under pressure, and where use grows so fast that there would be pressure before the sample
    /// after the next. At a gigabyte a second a small container is full within one ordinary interval.
    /// </summary>
    private TimeSpan Pause()
    {
        if (_level != PressureLevel.Normal)
            return Options.TightInterval;

        var pause = Options.Interval;
        foreach (var watch in _watches)
        {
            var half = watch.UntilWarning() / 2;
            if (half < pause)
                pause = half;
        }
        return pause > Options.TightInterval ? pause : Options.TightInterval;
    }

    /// <summary>Runs everything once on a stage of its own: the first emergency must not wait for the compiler.</summary>
    private void Rehearse()
    {
        try
        {
            var tracker = new ResourceTracker();
            var victim = new Extra();
            tracker.Register(victim, new() { Type = nameof(Rehearse), Bytes = 1 });
            var gauge = new SimulatedMemoryGauge(1000) { Used = 999, Tracker = tracker };
            using var rehearsal = new PressureMonitor(new ResourceCleaner(tracker), new() { Gauges = [gauge], CollectGarbage = false, TrimNativeHeap = false });
            rehearsal.Changed += static _ => { };
            rehearsal.Acted += static _ => { };
            rehearsal.Check();
            GC.KeepAlive(victim);
        }
        catch (Exception exception)
        {
            _log.Add("the rehearsal", exception);
        }
    }

    /// <summary>Acts beside the watching thread, so that a slow handler does not stop the watch.</summary>
    private void Begin(LocationPressure location, PressurePlan plan)
    {
        if (_ticker is { HasOwnThread: false } || !Enter())
        {
            Act(location, plan);
            return;
        }

        try
        {
            var thread = new Thread(() =>
            {
                try
                {
                    Act(location, plan);
                }
                finally
                {
                    Leave();
                }
            })
            {
                IsBackground = true,
                Name = "ResourceHygiene reclaim",
            };
            thread.UnsafeStart();
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            // No memory for another thread, and this is about memory.
            Leave();
            Act(location, plan);
        }
    }

    private PressureAction? Act(LocationPressure location, PressurePlan plan)
    {
        // Disposed since the plan was made, when there was nothing to stop yet; later on the plan is there to be stopped.
        if (IsDisposed)
        {
            location.End(plan, PressureOutcome.Stopped);
            return null;
        }

        PressureAction? action = null;
        try
        {
            action = _response.Run(plan);
            _history.Add(action with { Reclaim = null, Cleanup = null });
        }
        catch (Exception exception)
        {
            // Handlers do not throw through a reclaim; what does is a fault of ours or a lack of memory.
            _log.Add($"an action at {plan.Location}", exception);
        }

        location.End(plan, action?.Outcome ?? PressureOutcome.Nothing);
        if (action is not null && Acted is { } acted)
            Tell(acted, action, nameof(Acted));
        return action;
    }

    private void GiveUp(PressurePlan plan)
    {
        _log.Add(
            $"an action at {plan.Location}",
            new TimeoutException($"It is still running after {ResourceText.Seconds(Options.ActionBudget)}; its handlers are told, and the monitor goes on without it."));
        // Not Cancel: what callbacks throw there is nobody's here, and one that hangs would hang the monitor.
        _ = plan.Stop.CancelAsync();
    }

    /// <summary>Announces changes in their order: one thread at a time, and whoever adds one meanwhile leaves it to that thread.</summary>
    private void Deliver()
    {
        while (!_changes.IsEmpty && Interlocked.Exchange(ref _isDelivering, 1) == 0)
        {
            while (_changes.TryDequeue(out var change))
            {
                if (Changed is { } changed)
                    Tell(changed, change, nameof(Changed));
            }
            Volatile.Write(ref _isDelivering, 0);
        }
    }

    private void Tell<T>(Action<T> subscribers, T what, string name)
    {
        foreach (var subscriber in subscribers.GetInvocationList())
        {
            try
            {
                ((Action<T>)subscriber)(what);
            }
            catch (Exception exception)
            {
                _log.Add($"a subscriber of {name}", exception);
            }
        }
    }

    private void Add(GaugeWatch watch)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _watches = [.. _watches, watch];
            if (!_locations.Any(location => location.Location == watch.Location))
                _locations = [.. _locations, new LocationPressure(watch.Location, Options, _time)];
        }
    }

    private void Remove(GaugeWatch watch)
    {
        lock (_gate)
        {
            if (_isDisposed || !_watches.Contains(watch))
                return;
            _watches = [.. _watches.Where(other => other != watch)];
        }
        Observe();
    }

    /// <summary>Something is about to run; not after disposal.</summary>
    private bool Enter()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return false;
            _running++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _running--;
            if (_running == 0 && _isDisposed)
                _ended.TrySetResult();
        }
    }

    private sealed class Extra : IReleasable
    {
        public ReleaseOutcome Release(in ReleaseContext context) => ReleaseOutcome.Released();
    }

    private sealed class Watching(PressureMonitor monitor, GaugeWatch watch) : IDisposable
    {
        public void Dispose() => monitor.Remove(watch);
    }
}
