namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>Ends a child and all its descendants: asks them, and after a time makes them.</summary>
internal sealed class TreeEnd(LinuxChild child)
{
    /// <summary>How long what was ended by force may take: it is only a matter of the kernel then.</summary>
    private static readonly TimeSpan s_patienceWithKernel = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>How soon it is looked again for who could not be told for a moment; each time after twice as long.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    /// <summary>Who was asked and has not ended: the parents by which they were found may be gone the next time.</summary>
    private List<Descendant> _asked = [];

    /// <summary>Whether somebody could not be told from strangers for so long that nobody waits any more.</summary>
    private bool _isUnsure;

    /// <summary>Runs it; the signals of its first round have been sent when the call returns.</summary>
    /// <param name="patience">Cancelled when the time to end after being asked is over.</param>
    public async Task RunAsync(CancellationToken patience)
    {
        try
        {
            if (!await SignalUntilGoneAsync(Libc.SigTerm, patience).ConfigureAwait(false))
            {
                using var limit = new CancellationTokenSource(s_patienceWithKernel);
                if (!await SignalUntilGoneAsync(Libc.SigKill, limit.Token).ConfigureAwait(false))
                {
                    child.Complete(WhoIsLeft());
                    return;
                }
            }
            child.Complete(new(0, _isUnsure));
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The system gives no descriptors, by which processes are held and watched.
            child.Complete(await KillOneByOneAsync().ConfigureAwait(false));
        }
        finally
        {
            _asked.ForEach(static one => one.Dispose());
        }
    }

    /// <summary>
    /// Rounds of finding, signalling and waiting. What is found in a later round was started after the one before, as all that was found
    /// then has ended.
    /// </summary>
    /// <returns>Whether nothing is left.</returns>
    private async Task<bool> SignalUntilGoneAsync(int signal, CancellationToken limit)
    {
        var doubted = TimeSpan.Zero;
        var moment = s_moment;
        while (!limit.IsCancellationRequested)
        {
            var found = _asked;
            _asked = [];
            try
            {
                // Asked before the look: until it had ended it could start others that were not there to be found.
                var hasExited = child.Exited.IsCompleted;
                // Looked before anybody is told: who is known by its parent alone would not be any more.
                var isSure = child.FindDescendants(hasExited, one => AddTo(found, one));
                // The whole group at one moment first: what is told one by one could start others meanwhile.
                Signal(child.SignalGroup, signal);
                foreach (var one in found)
                    Signal(one.Signal, signal);
                if (found.Count > 0 || !hasExited)
                {
                    await Task.WhenAll([child.Exited, .. found.Select(static one => one.EndedAsync())]).WaitAsync(limit).ConfigureAwait(false);
                    continue;
                }
                _isUnsure = !isSure;
                if (isSure || doubted > s_patienceWithKernel)
                    return true;

                // Somebody goes from one program to the next just now: nobody is told when that is done, and it takes but a moment.
                await Task.Delay(moment, limit).ConfigureAwait(false);
                doubted += moment;
                moment = moment < s_betweenLooks ? 2 * moment : s_betweenLooks;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                (_asked, found) = (found, []);
                return false;
            }
            finally
            {
                found.ForEach(static one => one.Dispose());
            }
        }
        return false;
    }

    /// <summary>Whoever was asked before is found again as long as it lives.</summary>
    private static void AddTo(List<Descendant> those, [TakesOwnership] Descendant one)
    {
        if (those.Exists(other => other.Id == one.Id && !other.HasEnded))
            one.Dispose();
        else
            those.Add(one);
    }

    /// <summary>Who is there still, now that nobody waits any more.</summary>
    private Survivors WhoIsLeft()
    {
        HashSet<int> known = [.. from one in _asked where !one.HasEnded select one.Id];
        var hasExited = child.Exited.IsCompleted;
        if (!hasExited)
            known.Add(child.Id);
        var isSure = child.FindDescendants(hasExited, one =>
        {
            known.Add(one.Id);
            one.Dispose();
        });
        return new(known.Count, AreMorePossible: known.Count == 0 && !isSure);
    }

    /// <summary>
    /// Ends all by force, with no descriptors but the two that are kept for this: one at a time, so that nobody can be asked, nor be waited for but
    /// by looking again.
    /// </summary>
    /// <returns>Who was there when it was looked last, at least.</returns>
    private async Task<Survivors> KillOneByOneAsync()
    {
        var start = System.Environment.TickCount64;
        while (true)
        {
            child.SignalGroup(Libc.SigKill);
            var hasExited = child.Exited.IsCompleted;
            var left = SpareDescriptors.Use(() => Kill(hasExited));
            if (left.AreNone || System.Environment.TickCount64 - start > s_patienceWithKernel.TotalMilliseconds)
                return left;
            await Task.Delay(s_betweenLooks).ConfigureAwait(false);
        }

        Survivors Kill(bool hasExited)
        {
            var killed = hasExited ? 0 : 1;
            try
            {
                var isSure = child.FindDescendants(hasExited, one =>
                {
                    one.Signal(Libc.SigKill);
                    one.Dispose();
                    killed++;
                });
                return new(killed, AreMorePossible: killed == 0 && !isSure);
            }
            catch (IOException)
            {
                // Others took them.
                return new(killed, AreMorePossible: true);
            }
        }
    }

    private static void Signal(Action<int> send, int signal)
    {
        send(signal);
        // A stopped process learns that it is to end when it goes on.
        if (signal != Libc.SigKill)
            send(Libc.SigCont);
    }
}
