namespace ResourceHygiene.Testing.Tests.Generators;

/// <summary>Snapshot handling, through a test file that exists only in a temporary directory.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const string Source = "internal sealed class MarkAttribute : System.Attribute; [Mark] internal static partial class C;";
    private const string Snapshot = "SomeTests.Some_test#C.g.verified.cs";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rh-snapshots-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_missing_snapshot_fails_and_leaves_what_was_received()
    {
        await Failure.ExpectAsync(VerifyAsync, $"There is no snapshot {Snapshot}", "MemberCount = 0", "RH_UPDATE_SNAPSHOTS=1");

        Assert.Contains("MemberCount = 0", await ReadAsync("SomeTests.Some_test#C.g.received.cs"), StringComparison.Ordinal);
        Assert.False(Exists(Snapshot));
    }

    [Fact]
    public async Task A_different_snapshot_fails_with_a_diff()
    {
        string accepted = await AcceptAsync();
        await WriteAsync(Snapshot, accepted.Replace("= 0", "= 5", StringComparison.Ordinal));

        await Failure.ExpectAsync(VerifyAsync, $"{Snapshot} differs", "MemberCount = 5", "MemberCount = 0");
    }

    [Fact]
    public async Task Line_ends_count()
    {
        string accepted = await AcceptAsync();
        await WriteAsync(Snapshot, accepted.Replace("\n", "\r\n", StringComparison.Ordinal));

        await Failure.ExpectAsync(VerifyAsync, "␍");
    }

    [Fact]
    public async Task An_equal_snapshot_passes_and_the_received_file_goes()
    {
        await AcceptAsync();
        await WriteAsync("SomeTests.Some_test#C.g.received.cs", "old");

        await VerifyAsync();

        Assert.Equal([Snapshot], Files());
    }

    [Fact]
    public async Task A_leftover_snapshot_fails()
    {
        await AcceptAsync();
        await WriteAsync("SomeTests.Some_test#D.g.verified.cs", "old");

        await Failure.ExpectAsync(VerifyAsync, "D.g.verified.cs is a snapshot of a file that is no longer generated");
    }

    [Fact]
    public async Task Accepting_replaces_what_differs_and_deletes_leftovers()
    {
        await WriteAsync(Snapshot, "old");
        await WriteAsync("SomeTests.Some_test#D.g.verified.cs", "old");
        await WriteAsync("SomeTests.Other_test#C.g.verified.cs", "not this test's");

        await AcceptAsync();

        Assert.Equal(["SomeTests.Other_test#C.g.verified.cs", Snapshot], Files());
        await VerifyAsync();
    }

    private Task VerifyAsync() => RunAsync(accept: false);

    private async Task<string> AcceptAsync()
    {
        await RunAsync(accept: true);
        return await ReadAsync(Snapshot);
    }

    private Task RunAsync(bool accept) =>
        new GeneratorTest<MarkGenerator> { TestCode = Source, AcceptSnapshots = accept }
            .RunAsync(Path.Combine(_directory.FullName, "SomeTests.cs"), "Some_test");

    private string[] Files() => [.. Directory.GetFiles(Path.Combine(_directory.FullName, "Snapshots")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    private bool Exists(string name) => File.Exists(Path.Combine(_directory.FullName, "Snapshots", name));

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(_directory.FullName, "Snapshots", name));

    private async Task WriteAsync(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "Snapshots"));
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "Snapshots", name), text);
    }
}
