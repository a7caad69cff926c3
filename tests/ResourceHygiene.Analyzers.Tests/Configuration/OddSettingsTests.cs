namespace ResourceHygiene.Analyzers.Tests.Configuration;

/// <summary>Keys and values as people write them: in odd places, twice, in other cases.</summary>
public sealed class OddSettingsTests
{
    private const string Leak = "class C { void M(string path) { var file = File.OpenRead(path); file.ReadByte(); } }";
    private const string OfGeneric = "namespace N { public class Box<T> : IDisposable { public void Dispose() => Console.Write(1); public class In : IDisposable { public void Dispose() => Console.Write(1); } } } class C { void M() { var b = new N.Box<int>.In(); b.ToString(); } }";
    private const string Setting = "class C { void M(string path, Vendor.Item item) { var file = File.OpenRead(path); Put(item); file.Dispose(); } static void Put(Vendor.Item item) { item.Volume = 3; item[2] = 4; } } namespace Vendor { public class Item { public int Volume { set => Native.Set(value); } public int this[int i] { set => Native.Set(value); } } public static class Native { public static extern void Set(int i); } }";

    [Theory]
    [InlineData("[*]", true)]
    [InlineData("[*.{cs,vb}]", true)]
    [InlineData("[**.cs]", true)]
    [InlineData("[{A,C}.cs]", true)]
    [InlineData("[C.cs]", true)]
    [InlineData("[c.cs]", false)]
    [InlineData("[*.vb]", false)]
    [InlineData("[Sub/*.cs]", false)]
    [InlineData("[*.cs]\n[*.vb]", false)]
    [InlineData("", false)]
    public async Task A_key_holds_in_its_section(string section, bool holds) =>
        Assert.Equal(holds ? 0 : 1, await CountAsync($"{section}\nresource_hygiene.tier.FileStream = none"));

    [Theory]
    [InlineData("resource_hygiene.tier.FileStream=none")]
    [InlineData("resource_hygiene.tier.FileStream : none")]
    [InlineData("   resource_hygiene.tier.FileStream   =   none   ")]
    [InlineData("resource_hygiene.tier.FileStream = none # nobody cares")]
    [InlineData("resource_hygiene.tier.FileStream = none ; nobody cares")]
    [InlineData("RESOURCE_HYGIENE.TIER.FILESTREAM = none")]
    [InlineData("resource_hygiene.tier.FileStream = critical\nresource_hygiene.tier.FileStream = none")]
    [InlineData("resource_hygiene.tier.filestream = critical\nresource_hygiene.tier.FileStream = none")]
    [InlineData("resource_hygiene.tier.FileStream = none\nresource_hygiene.tier.System.IO.FileStream = none")]
    [InlineData("resource_hygiene.tier.FileStream = critical\nresource_hygiene.tier.System.IO.FileStream = none")]
    [InlineData("resource_hygiene.ignored_types = FileStream,FileStream")]
    [InlineData("resource_hygiene.ignored_types =Foo,FileStream , Bar")]
    [InlineData("resource_hygiene.ignored_types = System.IDisposable")]
    [InlineData("resource_hygiene.ignored_types = IAsyncDisposable")]
    [InlineData("resource_hygiene.tier.Stream = critical\nresource_hygiene.ignored_types = FileStream")]
    [InlineData("resource_hygiene.tier.FileStream = none\n[C.cs]\nresource_hygiene.path_budget = 100")]
    public async Task It_counts_however_it_is_written(string setting) => Assert.Empty(await RunAsync("[*.cs]\n" + setting, Leak));

    [Theory]
    [InlineData("# resource_hygiene.tier.FileStream = none")]
    [InlineData("resource_hygiene.tier.FileStream = none\nresource_hygiene.tier.FileStream = critical")]
    [InlineData("resource_hygiene.tier.FileStream = none\nresource_hygiene.tier.System.IO.FileStream = critical")]
    [InlineData("resource_hygiene.tier.FileStream = none\n[C.cs]\nresource_hygiene.tier.FileStream = unset")]
    [InlineData("resource_hygiene.ignored_types = FileStream\n[C.cs]\nresource_hygiene.ignored_types = unset")]
    [InlineData("resource_hygiene.ignored_types = FileStream\n[C.cs]\nresource_hygiene.ignored_types = Unset")]
    [InlineData("resource_hygiene.ignored_types = filestream")]
    [InlineData("resource_hygiene.ignored_types = IO.FileStream")]
    [InlineData("resource_hygiene.ignored_types = FileStreams")]
    [InlineData("resource_hygiene.tier.IO.FileStream = none")]
    [InlineData("resource_hygiene.path_budget = unset")]
    public async Task It_does_not_count(string setting) => Assert.Equal(["C.cs(1): RH1001"], await RunAsync("[*.cs]\n" + setting, Leak));

    [Theory]
    [InlineData("resource_hygiene.tier.FileStream = none, minor")]
    [InlineData("resource_hygiene.tier.FileStream = 'none'")]
    [InlineData("resource_hygiene.tier.FileStream = 0")]
    [InlineData("resource_hygiene.tier.File-Stream = none")]
    [InlineData("resource_hygiene.tear = unset")]
    [InlineData("resource_hygiene.tier = unset")]
    [InlineData("resource_hygiene.ignored_types =")]
    [InlineData("resource_hygiene.ignored_types = File*")]
    [InlineData("resource_hygiene.ignored_types = T:System.IO.FileStream")]
    [InlineData("resource_hygiene.ignored_types = List<int>")]
    [InlineData("resource_hygiene.ignored_types = List`")]
    [InlineData("resource_hygiene.ignored_types = List`x")]
    [InlineData("resource_hygiene.ignored_types = `1")]
    [InlineData("resource_hygiene.release.Block =")]
    [InlineData("resource_hygiene.release.Block = 1Free")]
    [InlineData("resource_hygiene.release.Block = Free, Close")]
    [InlineData("resource_hygiene.never_throws = File.Delete()")]
    [InlineData("resource_hygiene.path_budget = 1e3")]
    [InlineData("resource_hygiene.path_budget = 2000.0")]
    [InlineData("resource_hygiene.path_budget = 99999999999")]
    [InlineData("resource_hygiene.path_budget =")]
    [InlineData("resource_hygiene = strict")]
    [InlineData("resource_hygiene.mode = ci")]
    public async Task It_is_told_and_nothing_else_changes(string setting)
    {
        string[] reports = await RunAsync("[*.cs]\n" + setting, Leak);

        Assert.Equal(2, reports.Length);
        Assert.Contains("C.cs(1): RH1001", reports);
        Assert.Contains(reports, static report => report.StartsWith("The setting 'resource_hygiene", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ignored_types = In", 0)]
    [InlineData("ignored_types = N.Box.In", 0)]
    [InlineData("ignored_types = N.Box`1.In", 0)]
    [InlineData("tier.N.Box.In = none", 0)]
    [InlineData("tier.Box.In = none", 1)]
    [InlineData("ignored_types = N.Box", 1)]
    [InlineData("ignored_types = N", 1)]
    public async Task A_type_in_a_generic_type_is_named_without_what_that_is_made_of(string setting, int expected) =>
        Assert.Equal(expected, (await RunAsync("[*.cs]\nresource_hygiene." + setting, OfGeneric)).Length);

    [Theory]
    [InlineData("path_budget = 2000", 1)]
    [InlineData("never_throws = Vendor.Item.Volume, Vendor.Item.Item", 0)]
    [InlineData("never_throws = Vendor.Item", 0)]
    [InlineData("never_throws = Vendor.Item.Volume", 1)]
    [InlineData("never_throws = Vendor.Native.Set", 0)]
    [InlineData("never_throws = Vendor\nresource_hygiene.always_throws = Vendor.Item.Volume", 1)]
    public async Task A_property_goes_by_its_own_name(string setting, int expected) =>
        Assert.Equal(expected, (await RunAsync("[*.cs]\nresource_hygiene." + setting, Setting)).Length);

    private static async Task<int> CountAsync(string editorConfig) => (await RunAsync(editorConfig, Leak)).Length;

    private static Task<string[]> RunAsync(string editorConfig, string source) => ConfiguredRun.ReportsAsync("root = true\n" + editorConfig, ("C.cs", source));
}
