namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>
/// A SafeHandle that an imported function gives is a new object, which marshalling has made: whoever calls owns it,
/// whatever the function is called.
/// </summary>
public sealed class NativeHandles
{
    private const string Native =
        """
        using System.ComponentModel;
        using System.Runtime.InteropServices;

        class CommitHandle : SafeHandle
        {
            public CommitHandle() : base(IntPtr.Zero, ownsHandle: true) { }
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() { Native.git_commit_free(handle); return true; }
        }

        // Looks into what its tree owns.
        class EntryHandle : SafeHandle
        {
            public EntryHandle() : base(IntPtr.Zero, ownsHandle: false) { }
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() => throw new InvalidOperationException();
        }

        class NoteHandle : SafeHandle
        {
            public NoteHandle() : base(IntPtr.Zero, true) { }
            public override bool IsInvalid => false;
            protected override bool ReleaseHandle() { return true; }
        }

        static partial class Native
        {
            [DllImport("git2")] public static extern void git_commit_free(IntPtr commit);
            [DllImport("git2")] public static extern CommitHandle git_commit_head(string path);
            [DllImport("git2")] public static extern EntryHandle git_tree_entry(string path);
            [DllImport("git2")] public static extern NoteHandle git_note(string path);
            [DllImport("git2")] public static extern int git_commit_parent(out CommitHandle parent, int index);
            [DllImport("git2")] public static extern int git_commit_time(CommitHandle commit);
            [LibraryImport("git2")] public static partial CommitHandle git_commit_first(int index);
        }

        static class Ensure
        {
            public static void Zero(int result) { if (result < 0) throw new InvalidOperationException(); }
        }


        """;

    [Fact]
    public Task Handle_that_an_import_returns() => InClass(
        """
        int Time(string path)
        {
            var commit = [|Native.git_commit_head(path)|];
            return Native.git_commit_time(commit);
        }
        """);

    [Fact]
    public Task Handle_that_comes_through_an_out_parameter() => InClass(
        """
        int Time(int index)
        {
            CommitHandle parent;
            Ensure.Zero(Native.git_commit_parent([|out parent|], index));
            return Native.git_commit_time(parent);
        }
        """);

    [Fact]
    public Task Handle_that_a_method_around_the_import_returns() => InClass(
        """
        CommitHandle Parent(int index)
        {
            Ensure.Zero(Native.git_commit_parent(out CommitHandle parent, index));
            return parent;
        }

        int Time(int index)
        {
            var parent = [|Parent(index)|];
            return Native.git_commit_time(parent);
        }
        """);

    [Fact]
    public Task Handle_of_an_iterator() => InClass(
        """
        IEnumerable<int> Times(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Ensure.Zero(Native.git_commit_parent([|out CommitHandle parent|], i));
                yield return Native.git_commit_time(parent);
            }
        }
        """);

    [Fact]
    public Task Released_ones_are_silent() => InClass(
        """
        int Time(string path, int index)
        {
            using var head = Native.git_commit_head(path);
            CommitHandle? parent = null;
            try
            {
                Ensure.Zero(Native.git_commit_parent(out parent, index));
                return Native.git_commit_time(parent) - Native.git_commit_time(head);
            }
            finally
            {
                parent?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Handle_that_is_invalid_holds_nothing() => InClass(
        """
        CommitHandle? Head(string path)
        {
            var head = Native.git_commit_head(path);
            if (head.IsInvalid)
                return null;
            return head;
        }

        int Time(string path)
        {
            var head = Native.git_commit_head(path);
            if (head.IsInvalid)
                throw new Win32Exception();
            int time = Native.git_commit_time(head);
            head.Dispose();
            return time;
        }

        void Maybe(string path)
        {
            var head = Native.git_commit_head(path);
            if (!head.IsInvalid)
                head.Dispose();
        }
        """);

    [Fact]
    public Task Call_that_failed_gave_nothing() => InClass(
        """
        CommitHandle? Parent(int index)
        {
            int result = Native.git_commit_parent(out CommitHandle parent, index);
            if (result < 0)
                return null;
            return parent;
        }

        CommitHandle? Other(int index)
        {
            if (Native.git_commit_parent(out CommitHandle parent, index) != 0)
                return null;
            return parent;
        }

        CommitHandle? Third(int index)
        {
            int result = Native.git_commit_parent(out CommitHandle parent, index);
            return result >= 0 ? parent : null;
        }
        """);

    [Fact]
    public Task Handle_that_owns_nothing_or_has_nothing_to_do() => InClass(
        """
        bool Exists(string path) => !Native.git_tree_entry(path).IsInvalid;

        bool IsOpen(string path)
        {
            var note = Native.git_note(path);
            return !note.IsClosed;
        }
        """);

    [Fact]
    public Task Handle_that_is_handed_on() => InClass(
        """
        private readonly CommitHandle _head = Native.git_commit_head("HEAD");
        private static CommitHandle? s_last;

        void Keep(string path) => s_last = Native.git_commit_head(path);

        void M(string path, List<CommitHandle> all)
        {
            all.Add(Native.git_commit_head(path));
            Register(Native.git_commit_head(path));
        }

        void Register(CommitHandle commit) => s_last = commit;
        """);

    [Fact]
    public Task Enumerator_of_ones_own_that_releases_something() => InClass(
        """
        int Count()
        {
            var commits = [|new Commits("HEAD")|];
            int count = 0;
            while (commits.MoveNext())
                count++;
            return count;
        }

        int CountRight()
        {
            int count = 0;
            using (var commits = new Commits("HEAD"))
            {
                while (commits.MoveNext())
                    count++;
            }
            return count;
        }

        int CountNumbers(List<int> numbers)
        {
            var each = ((IEnumerable<int>)numbers).GetEnumerator();
            int count = 0;
            while (each.MoveNext())
                count++;
            return count;
        }

        sealed class Commits(string path) : IEnumerator<int>
        {
            private readonly CommitHandle _handle = Native.git_commit_head(path);
            public int Current => Native.git_commit_time(_handle);
            object System.Collections.IEnumerator.Current => Current;
            public bool MoveNext() => false;
            public void Reset() { }
            public void Dispose() => _handle.Dispose();
        }
        """);

    private static Task InClass(string members)
    {
        var test = LeakCode.Test(Native + "class C\n{\n" + members + "\n}");
        test.AllowedCompilerDiagnostics.Add("CS8795");
        return test.RunAsync();
    }
}
