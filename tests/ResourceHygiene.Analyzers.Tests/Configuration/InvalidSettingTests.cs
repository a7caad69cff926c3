namespace ResourceHygiene.Analyzers.Tests.Configuration;

/// <summary>RH9004: settings that say nothing.</summary>
public sealed class InvalidSettingTests
{
    private const string Known = "the settings are tier.<Type>, release.<Type>, ignored_types, never_throws, always_throws, path_budget";

    [Theory]
    [InlineData("resource_hygiene.tier.FileStream = high", "The setting 'resource_hygiene.tier.filestream' has the value 'high', which is no tier; use critical, normal, minor or none")]
    [InlineData("resource_hygiene.tier.FileStream =", "The setting 'resource_hygiene.tier.filestream' has the value '', which is no tier; use critical, normal, minor or none")]
    [InlineData("resource_hygiene.tier.FileStream = None", "The setting 'resource_hygiene.tier.filestream' has the value 'None', which is no tier; use critical, normal, minor or none")]
    [InlineData("resource_hygiene.tear.FileStream = none", "The setting 'resource_hygiene.tear.filestream' is no setting; " + Known)]
    [InlineData("resource_hygiene_tier.FileStream = none", "The setting 'resource_hygiene_tier.filestream' is no setting; " + Known)]
    [InlineData("resource_hygiene.tier = none", "The setting 'resource_hygiene.tier' is no setting; " + Known)]
    [InlineData("resource_hygiene.tier. = none", "The setting 'resource_hygiene.tier.' is no setting; " + Known)]
    [InlineData("resource_hygiene.tier.A..B = none", "The setting 'resource_hygiene.tier.a..b' is no setting; " + Known)]
    [InlineData("resource_hygiene.release.Block = Free()", "The setting 'resource_hygiene.release.block' has the value 'Free()', which is no method name; write the name of the method that releases, without parentheses")]
    [InlineData("resource_hygiene.release.Block = Vendor.Free", "The setting 'resource_hygiene.release.block' has the value 'Vendor.Free', which is no method name; write the name of the method that releases, without parentheses")]
    [InlineData("resource_hygiene.ignored_types = A, , B", "The setting 'resource_hygiene.ignored_types' names '', which is no name; separate names such as Vendor.Media.Clip by commas")]
    [InlineData("resource_hygiene.never_throws = A B", "The setting 'resource_hygiene.never_throws' names 'A B', which is no name; separate names such as Vendor.Media.Clip by commas")]
    [InlineData("resource_hygiene.never_throws = A\nresource_hygiene.always_throws = A", "The setting 'resource_hygiene.never_throws' names 'A', which is said to do the opposite too; keep one of never_throws and always_throws")]
    [InlineData("resource_hygiene.path_budget = much", "The setting 'resource_hygiene.path_budget' has the value 'much', which is no budget; use a number from 100 to 1000000")]
    [InlineData("resource_hygiene.path_budget = 99", "The setting 'resource_hygiene.path_budget' has the value '99', which is no budget; use a number from 100 to 1000000")]
    [InlineData("resource_hygiene.path_budget = -2000", "The setting 'resource_hygiene.path_budget' has the value '-2000', which is no budget; use a number from 100 to 1000000")]
    public async Task It_is_reported(string setting, string message) => Assert.Equal([message], await Run("[*.cs]\n" + setting));

    [Theory]
    [InlineData("resource_hygiene.tier.FileStream = minor")]
    [InlineData("RESOURCE_HYGIENE.Tier.FileStream = minor")]
    [InlineData("resource_hygiene.tier.Vendor.Nothing_2 = critical")]
    [InlineData("resource_hygiene.release.Block = Free")]
    [InlineData("resource_hygiene.ignored_types = Foo, Vendor.Bar, Baz`1")]
    [InlineData("resource_hygiene.never_throws = Vendor\nresource_hygiene.always_throws = Vendor.Setup.Prepare")]
    [InlineData("resource_hygiene.path_budget = 100")]
    [InlineData("resourcehygiene.something = 1")]
    [InlineData("dotnet_diagnostic.RH1001.severity = error")]
    public async Task What_can_be_understood_is_not(string setting) => Assert.Empty(await Run("[*.cs]\n" + setting));

    [Fact]
    public async Task A_problem_is_told_once_for_all_files()
    {
        string[] reports = await ConfiguredRun.ReportsAsync("root = true\n[*.cs]\nresource_hygiene.path_budget = x", ("A.cs", "class A { }"), ("B.cs", "class B { }"));

        Assert.Single(reports);
    }

    [Fact]
    public async Task What_can_be_understood_beside_it_counts() =>
        Assert.Single(await ConfiguredRun.ReportsAsync(
            "root = true\n[*.cs]\nresource_hygiene.path_budget = x\nresource_hygiene.ignored_types = FileStream",
            ("C.cs", "class C { void M(string path) { var file = File.OpenRead(path); file.ReadByte(); } }")));

    private static Task<string[]> Run(string editorConfig) => ConfiguredRun.ReportsAsync("root = true\n" + editorConfig, ("C.cs", "class C { }"));
}
