namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>However a program asks whether a native function gave a handle: where it gave none, nothing leaks.</summary>
public sealed class NativeHandleChecks
{
    private const string Native =
        """
        using System.Runtime.InteropServices;
        using Microsoft.Win32.SafeHandles;

        enum Status { Ok, Error, Busy = 5 }

        class RepoHandle : SafeHandle
        {
            public RepoHandle() : base(IntPtr.Zero, ownsHandle: true) { }
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() { Native.repo_free(handle); return true; }
        }

        class NodeHandle : SafeHandle
        {
            protected NodeHandle(bool owns) : base(IntPtr.Zero, owns) { }
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() { Native.repo_free(handle); return true; }
        }

        sealed class BorrowedNode : NodeHandle
        {
            public BorrowedNode() : base(false) { }
        }

        sealed class ViewHandle() : SafeHandle(IntPtr.Zero, false)
        {
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() { Native.repo_free(handle); return true; }
        }

        static class Native
        {
            [DllImport("repo")] public static extern void repo_free(IntPtr repo);
            [DllImport("repo")] public static extern RepoHandle repo_make(string path);
            [DllImport("repo")] public static extern int repo_open(string path, out RepoHandle repo);
            [DllImport("repo")] public static extern Status repo_try(string path, out RepoHandle repo);
            [DllImport("repo")] public static extern BorrowedNode repo_head(RepoHandle repo);
            [DllImport("repo")] public static extern ViewHandle repo_view(RepoHandle repo);
            [DllImport("kernel32", SetLastError = true)] public static extern int OpenThing(string path, out RepoHandle repo);
        }


        """;

    [Theory]
    [InlineData("if (repo.IsInvalid) return null; return repo;")]
    [InlineData("if (repo.IsInvalid == true) return null; return repo;")]
    [InlineData("if (repo.IsInvalid != false) return null; return repo;")]
    [InlineData("return repo.IsInvalid is true ? null : repo;")]
    [InlineData("if (repo is { IsInvalid: true }) return null; return repo;")]
    [InlineData("if (repo is not { IsInvalid: false }) return null; return repo;")]
    [InlineData("if (repo is null or { IsInvalid: true }) return null; return repo;")]
    [InlineData("return repo switch { { IsInvalid: true } => null, _ => repo };")]
    public Task Invalid_handle_in_every_spelling(string check) => InClass(
        $$"""RepoHandle? M(string path) { RepoHandle repo = Native.repo_make(path); {{check}} }""");

    [Theory]
    [InlineData("if (result is < 0) return null; return repo;")]
    [InlineData("if (0 > result) return null; return repo;")]
    [InlineData("if (result <= -1) return null; return repo;")]
    [InlineData("if (!(result >= 0)) return null; return repo;")]
    [InlineData("if (result > -1) return repo; return null;")]
    [InlineData("if (result is -3 or -1) return null; return repo;")]
    [InlineData("if (result > 0) throw new Exception(); if (result < 0) throw new Exception(); return repo;")]
    [InlineData("return result switch { < 0 => null, _ => repo };")]
    [InlineData("if (Failed(result)) return null; return repo;")]
    [InlineData("return Succeeded(result) ? repo : null;")]
    public Task Status_in_every_spelling(string check) => InClass(
        $$"""
        RepoHandle? M(string path) { int result = Native.repo_open(path, out RepoHandle repo); {{check}} }
        static bool Failed(int result) => result < 0;
        static bool Succeeded(int result) => result >= 0;
        """);

    [Theory]
    [InlineData("return Native.repo_open(path, out RepoHandle repo) < 0 ? null : repo;")]
    [InlineData("if (Native.repo_open(path, out RepoHandle repo) >= 0) return repo; return null;")]
    [InlineData("int result; if ((result = Native.repo_open(path, out RepoHandle repo)) < 0) return null; return repo;")]
    [InlineData("Status result = Native.repo_try(path, out RepoHandle repo); if ((int)result < 0) return null; return repo;")]
    [InlineData("Status result = Native.repo_try(path, out RepoHandle repo); return result is Status.Busy or Status.Error ? null : repo;")]
    [InlineData("if (Native.OpenThing(path, out RepoHandle repo) == 0) return null; return repo;")]
    [InlineData("using RepoHandle repo = Native.repo_make(path); Console.WriteLine(Native.repo_head(repo).IsInvalid); Console.WriteLine(Native.repo_view(repo).IsInvalid); return null;")]
    [InlineData("var seen = new SafeFileHandle((IntPtr)3, ownsHandle: false); Console.WriteLine(seen.IsInvalid); return null;")]
    public Task Nothing_is_held(string body) => InClass($$"""RepoHandle? M(string path) { {{body}} }""");

    [Theory]
    [InlineData("RepoHandle repo = [|Native.repo_make(path)|]; if (repo is { IsInvalid: true }) return; Console.WriteLine(repo);")]
    [InlineData("int result = Native.repo_open(path, [|out RepoHandle repo|]); if (result is < 0) return; Console.WriteLine(repo);")]
    [InlineData("var seen = [|new SafeFileHandle((IntPtr)3, ownsHandle: true)|]; Console.WriteLine(seen.IsInvalid);")]
    public Task Valid_handle_that_nobody_releases(string body) => InClass($$"""void M(string path) { {{body}} }""");

    private static Task InClass(string members) => LeakCode.Test(Native + "class C\n{\n" + members + "\n}").RunAsync();
}
