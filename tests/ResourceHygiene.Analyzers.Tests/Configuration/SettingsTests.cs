namespace ResourceHygiene.Analyzers.Tests.Configuration;

/// <summary>What the keys of <c>.editorconfig</c> do.</summary>
public sealed class SettingsTests
{
    private const string Leak = "class C { void M(string path) { var file = File.OpenRead(path); file.ReadByte(); } }";
    private const string LeakOfOwn = "namespace Vendor.Media { public class Clip : IDisposable { public void Play() { } public void Dispose() => Console.Write(1); } public class Long : Clip { } public static class Box<T> { public class Inner : IDisposable { public void Dispose() => Console.Write(1); } } } class C { void M() { var c = new Vendor.Media.Long(); c.Play(); } }";
    private const string Throwing = "namespace Vendor.Media { public static class Setup { public static extern void Prepare(); public static void Calm(int[] all) => all[0] = 1; } } class C { void M(string path) { var file = File.OpenRead(path);\nVendor.Media.Setup.Prepare();\nfile.Dispose(); } }";

    [Theory]
    [InlineData("", "RH1001")]
    [InlineData("resource_hygiene.tier.FileStream = none", null)]
    [InlineData("resource_hygiene.tier.System.IO.FileStream = none", null)]
    [InlineData("resource_hygiene.tier.system.io.filestream = none", null)]
    [InlineData("resource_hygiene.tier.FileStream = critical", "RH1001")]
    [InlineData("resource_hygiene.tier.Other.FileStream = none", "RH1001")]
    [InlineData("resource_hygiene.tier.Stream = none", "RH1001")]
    [InlineData("resource_hygiene.ignored_types = FileStream", null)]
    [InlineData("resource_hygiene.ignored_types = Foo, System.IO.Stream", null)]
    [InlineData("resource_hygiene.ignored_types = Foo", "RH1001")]
    public async Task A_type_of_the_framework(string setting, string? expected) => await Expect(setting, Leak, expected, "C.cs(1)");

    [Theory]
    [InlineData("", "RH1001")]
    [InlineData("resource_hygiene.tier.Clip = none", null)]
    [InlineData("resource_hygiene.tier.Vendor.Media.Clip = none", null)]
    [InlineData("resource_hygiene.tier.IDisposable = none", null)]
    [InlineData("resource_hygiene.tier.Clip = none\nresource_hygiene.tier.Long = critical", "RH1001")]
    [InlineData("resource_hygiene.tier.Clip = none\nresource_hygiene.tier.Vendor.Media.Clip = critical", "RH1001")]
    [InlineData("resource_hygiene.ignored_types = Clip", null)]
    [InlineData("resource_hygiene.ignored_types = Vendor.Media.Long", null)]
    public async Task A_type_in_source_and_its_base(string setting, string? expected) => await Expect(setting, LeakOfOwn, expected, "C.cs(1)");

    [Theory]
    [InlineData("", null)]
    [InlineData("resource_hygiene.release.Block = Free", "RH1001")]
    [InlineData("resource_hygiene.release.Vendor.Block = Free", "RH1001")]
    [InlineData("resource_hygiene.release.Vendor.Block = Free\nresource_hygiene.tier.Block = none", null)]
    public async Task A_type_that_is_not_disposable(string setting, string? expected) => await Expect(
        setting, "namespace Vendor { public class Block { public void Free() { } public void Use() { } } } class C { void M() { var b = new Vendor.Block(); b.Use(); } }", expected, "C.cs(1)");

    [Fact]
    public async Task A_type_that_is_not_disposable_is_released_by_the_method_that_is_named() => await Expect(
        "resource_hygiene.release.Block = Free",
        "namespace Vendor { public class Block { public void Free() { } public void Use() { } } } class C { void M() { var b = new Vendor.Block(); try { b.Use(); } finally { b.Free(); } } }", null, "");

    [Theory]
    [InlineData("", "RH1003")]
    [InlineData("resource_hygiene.never_throws = Vendor.Media.Setup.Prepare", null)]
    [InlineData("resource_hygiene.never_throws = Vendor.Media.Setup", null)]
    [InlineData("resource_hygiene.never_throws = Vendor.Media", null)]
    [InlineData("resource_hygiene.never_throws = Vendor", null)]
    [InlineData("resource_hygiene.never_throws = Vendor.Medi", "RH1003")]
    [InlineData("resource_hygiene.never_throws = Setup", "RH1003")]
    [InlineData("resource_hygiene.never_throws = Vendor\nresource_hygiene.always_throws = Vendor.Media.Setup.Prepare", "RH1003")]
    [InlineData("resource_hygiene.always_throws = Vendor\nresource_hygiene.never_throws = Vendor.Media.Setup.Prepare", null)]
    public async Task What_never_throws(string setting, string? expected) => await Expect(setting, Throwing, expected, "C.cs(1)");

    [Theory]
    [InlineData("", null)]
    [InlineData("resource_hygiene.always_throws = Vendor.Media.Setup.Calm", "RH1003")]
    public async Task What_always_throws(string setting, string? expected) => await Expect(
        setting, Throwing.Replace("Setup.Prepare();", "Setup.Calm(new int[1]);", StringComparison.Ordinal), expected, "C.cs(1)");

    [Theory]
    [InlineData("resource_hygiene.always_throws = Vendor.Item.Item", "RH1003")]
    [InlineData("resource_hygiene.always_throws = Vendor.Item", "RH1003")]
    [InlineData("", null)]
    public async Task A_constructor_is_named_like_its_type(string setting, string? expected) => await Expect(
        setting, "namespace Vendor { public class Item { } } class C { void M(string path) { var file = File.OpenRead(path); var i = new Vendor.Item(); file.Dispose(); } }", expected, "C.cs(1)");

    [Fact]
    public async Task A_setting_holds_for_the_files_of_its_section()
    {
        string[] reports = await ConfiguredRun.ReportsAsync(
            "root = true\n[Tests/*.cs]\nresource_hygiene.tier.FileStream = none\n",
            ("Tests/A.cs", Leak.Replace("class C", "class A", StringComparison.Ordinal)), ("B.cs", Leak));

        Assert.Equal(["B.cs(1): RH1001"], reports);
    }

    [Fact]
    public async Task What_a_file_says_wins_over_what_all_files_say()
    {
        string[] reports = await ConfiguredRun.ReportsAsync(
            "root = true\n[*.cs]\nresource_hygiene.tier.FileStream = none\n[B.cs]\nresource_hygiene.tier.FileStream = critical\n",
            ("A.cs", Leak.Replace("class C", "class A", StringComparison.Ordinal)), ("B.cs", Leak));

        Assert.Equal(["B.cs(1): RH1001"], reports);
    }

    [Fact]
    public async Task Helpers_are_read_under_the_settings_of_the_file_that_calls_them()
    {
        string[] reports = await ConfiguredRun.ReportsAsync(
            "root = true\n[B.cs]\nresource_hygiene.ignored_types = FileStream\n",
            ("A.cs", "class A { void M() { var s = B.Make(); s.ReadByte(); } }"), ("B.cs", "class B { public static FileStream Make() => File.OpenRead(\"\"); void M() { var s = Make(); s.ReadByte(); } }"));

        Assert.Equal(["A.cs(1): RH1001"], reports);
    }

    private static async Task Expect(string setting, string source, string? expected, string at)
    {
        string[] reports = await ConfiguredRun.ReportsAsync("root = true\n[*.cs]\n" + setting, ("C.cs", source));
        Assert.Equal(expected is null ? [] : [$"{at}: {expected}"], reports);
    }
}
