using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>
/// One small process that ends the children when this process is gone, however that went: SIGKILL and the kernel's OOM killer leave no
/// moment for anything else. It is started with the first child, in a session of its own, and waits for the end of a pipe whose other end
/// only this process has; it takes no processor time until then.
/// </summary>
/// <remarks>
/// It learns the children's ids from a page of memory that both have, so that a command costs a store instead of a message. A child
/// that is started at the very moment at which this process dies is not in there yet; it, and descendants in sessions of their own, are
/// found by the mark in their variables. PR_SET_PDEATHSIG would end children with the thread that started them.
/// </remarks>
internal static unsafe class Watchdog
{
    // Eight bytes a line: no id has more than seven digits, and one store of eight bytes is never seen half.
    private const int Lines = 512;
    private const int LineSize = sizeof(ulong);
    private const int None = -1;

    // $1: what the marks of our children begin with. Descriptor 3: the ids of their sessions, one a line.
    private const string Script = """
        trap '' HUP INT TERM
        PATH="$PATH:/usr/bin:/bin"
        read -r end
        marked() { grep -lsF -e "=$1" -e ";$1" /proc/[0-9]*/environ; }
        signal() {
          for id in $(cat /proc/self/fd/3); do kill -s "$1" -- "-$id"; done
          for file in $(marked "$2"); do id=${file#/proc/}; kill -s "$1" "${id%/environ}"; done
        }
        # Each process but for ours: its id, its session, and where its program has its code and its stack; the code at 0 from one program to the next.
        programs() {
          sed -n -e "/) . [0-9]* [0-9]* $$ /d" \
            -e 's/^\([0-9]*\) (.*) [^ ]* [^ ]* [^ ]* \([0-9]*\) \([^ ]* \)\{16\}[1-9][0-9]* [^ ]* [^ ]* \([0-9]*\) [^ ]* \([0-9]*\) .*/\1 \2 \4 \5/p' /proc/[0-9]*/stat
        }
        # Marks that were not there are none only of those who ran one program all the while; and of whoever is in a session that one of those leads, as
        # ours are in sessions of their own. Programs that others start and end keep nobody here.
        left() {
          for id in $(cat /proc/self/fd/3); do kill -s 0 -- "-$id" && return 0; done
          # Gone for ever: whoever gets one of these ids from now on is a stranger.
          exec 3</dev/null
          before=$(programs)
          test -n "$(marked "$1")" && return 0
          after=$(programs)
          same=$(printf '%s\n' "$before" "$after" | sort | uniq -d) || return 0
          # Where the system says of no program where it is, all are at 0.
          coded='^[0-9]* [0-9]* [1-9]'
          printf '%s\n' "$same" | grep -q "$coded" && same=$(printf '%s\n' "$same" | grep "$coded")
          for session in $(printf '%s\n' "$before" "$after" "$same" | sort | uniq -c | sed -n 's/^ *[12] [0-9]* \([0-9]*\) .*/\1/p' | sort -u); do
            # 0 is the kernel's, and of those who came into a container from outside.
            test "$session" = 0 || printf '%s\n' "$same" | grep -q "^$session $session " || return 0
          done
          return 1
        }
        left "$1" || exit 0
        signal TERM "$1"
        signal CONT "$1"
        for round in 1 2 3 4 5 6 7 8 9 10; do left "$1" || exit 0; sleep 0.1 || sleep 1; done
        for round in 1 2 3 4 5 6 7 8 9 10; do signal KILL "$1"; left "$1" || exit 0; sleep 0.1 || sleep 1; done
        """;

    private static readonly object s_gate = new();
    private static readonly Stack<int> s_free = new();
    private static int s_file = None;
    private static ulong* s_lines;
    // Never written to and never closed while this process lives.
    private static int s_ours;
    private static int s_theirs;
    private static volatile int s_id;
    private static bool s_isImpossible;

    /// <summary>Whether a process is the watchdog.</summary>
    public static bool Is(int id) => s_id == id;

    /// <summary>Starts it where it does not run: before the first child, and again when somebody ended it.</summary>
    public static void EnsureRunning()
    {
        if (s_id != 0 || s_isImpossible)
            return;
        lock (s_gate)
        {
            if (s_id != 0 || s_isImpossible)
                return;
            // Without descriptors for it this child goes without, and is known by its mark to the one that the next child starts.
            if (s_file >= 0 || MakeFile())
                Start();
        }
    }

    /// <summary>Has a child's session ended when this process is gone.</summary>
    /// <returns>What to give back; negative where there is no room, and only the mark finds it.</returns>
    public static int Add(int id)
    {
        lock (s_gate)
        {
            if (!s_free.TryPop(out var line))
                return None;
            Volatile.Write(ref s_lines[line], LineOf(id));
            return line;
        }
    }

    /// <summary>Takes it back, before the id is free for others.</summary>
    public static void Remove(int line)
    {
        if (line < 0)
            return;
        lock (s_gate)
        {
            Volatile.Write(ref s_lines[line], LineOf(0));
            s_free.Push(line);
        }
    }

    private static void Start()
    {
        if (s_ours == 0)
            (s_theirs, s_ours) = Spawner.MakePipe("sh");
        try
        {
            var variables = ChildEnvironment.Of(new ChildStart { Program = "sh" }, mark: "");
            var id = Spawner.Start(
                "/bin/sh", ["sh", "-c", Script, "sh", ChildMarker.Prefix], CollectionsMarshal.AsSpan(variables), Spawner.KnowsDirectories ? "/" : null,
                [s_theirs, Spawner.NullDevice, Spawner.NullDevice, s_file], inheritsOthers: false);
            var descriptor = Libc.OpenProcess(id);
            if (descriptor < 0)
            {
                ChildWait.Abandon(id);
                return;
            }
            s_id = id;
            Watch(id, descriptor);
        }
        catch (ChildStartException exception) when (exception.Error is ChildStartException.NotThere or ChildStartException.Denied)
        {
            // A system without a shell: children are ended by all but the death of this process by force.
            s_isImpossible = true;
        }
    }

    private static void Watch(int id, int descriptor)
    {
        try
        {
            ExitWatcher.Shared.Watch(descriptor, new Observer(id, descriptor));
        }
        catch (InvalidOperationException exception)
        {
            s_id = 0;
            _ = Libc.Close(descriptor);
            ChildWait.Abandon(id);
            throw new ChildStartException("sh", error: 0, exception.Message, exception);
        }
    }

    private static ulong LineOf(int id)
    {
        Span<byte> line = stackalloc byte[LineSize];
        line.Fill((byte)' ');
        line[^1] = (byte)'\n';
        if (id > 0)
            _ = System.Buffers.Text.Utf8Formatter.TryFormat(id, line, out _);
        return MemoryMarshal.Read<ulong>(line);
    }

    /// <summary>The page, once.</summary>
    private static bool MakeFile()
    {
        const int ReadAndWrite = 3;
        const int Shared = 1;
        const uint CloseOnExec = 1;
        int file;
        fixed (byte* name = "resource-hygiene-children"u8)
            file = Libc.AboveStandard(Libc.CreateMemoryFile(name, CloseOnExec));
        if (file < 0)
        {
            s_isImpossible = !Libc.IsExhausted(Marshal.GetLastPInvokeError());
            return false;
        }
        var address = Libc.SetLength(file, Lines * LineSize) == 0 ? Libc.Map(0, Lines * LineSize, ReadAndWrite, Shared, file, 0) : -1;
        if (address == -1)
        {
            _ = Libc.Close(file);
            return false;
        }
        s_lines = (ulong*)address;
        new Span<ulong>(s_lines, Lines).Fill(LineOf(0));
        for (var line = Lines - 1; line >= 0; line--)
            s_free.Push(line);
        s_file = file;
        return true;
    }

    /// <summary>Somebody ended the watchdog: it is started again with the next child.</summary>
    private sealed class Observer(int id, int descriptor) : IExitObserver
    {
        public void OnExit()
        {
            _ = ChildWait.Reap(id, 0);
            _ = Libc.Close(descriptor);
            s_id = 0;
        }
    }
}
