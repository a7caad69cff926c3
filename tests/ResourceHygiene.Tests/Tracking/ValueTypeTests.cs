namespace ResourceHygiene.Tests;

public sealed class ValueTypeTests
{
    [Fact]
    public void The_default_handle_is_none_and_equals_none()
    {
        Assert.True(default(ResourceHandle).IsNone);
        Assert.True(default == ResourceHandle.None);
        Assert.Equal("none", ResourceHandle.None.ToString());
        Assert.Equal(0UL, ResourceHandle.None.Value);
    }

    [Fact]
    public void Handles_compare_by_registration()
    {
        var bench = new Workbench();
        var a = bench.Add(new object());
        var b = bench.Add(new object());

        Assert.True(a != b);
        Assert.True(a.Equals((object)a));
        Assert.False(a.Equals((object)b));
        Assert.Equal(a.Value.GetHashCode(), a.GetHashCode());
    }

    [Fact]
    public void Locations_say_what_they_are()
    {
        Assert.Equal("host", default(ResourceLocation).ToString());
        Assert.Equal("storage", ResourceLocation.Storage.ToString());
        Assert.Equal("device 3", ResourceLocation.Device(3).ToString());
        Assert.Equal(3, ResourceLocation.Device(3).DeviceIndex);
        Assert.Equal(-1, ResourceLocation.Storage.DeviceIndex);
        Assert.True(ResourceLocation.Device(0) != ResourceLocation.Storage);
        Assert.Equal(ResourceLocation.Device(65_533), ResourceLocation.Device(65_533));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResourceLocation.Device(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResourceLocation.Device(65_534));
    }

    [Theory]
    [InlineData("/src/a/ClipStudio.cs", 42, "Load", "ClipStudio.cs:42 (Load)")]
    [InlineData(@"C:\src\ClipStudio.cs", 42, "Load", "ClipStudio.cs:42 (Load)")]
    [InlineData("ClipStudio.cs", 1, "", "ClipStudio.cs:1")]
    [InlineData("", 0, "", "an unknown place")]
    public void Sites_read_without_their_folder(string file, int line, string member, string expected) =>
        Assert.Equal(expected, new AcquisitionSite(file, line, member).ToString());

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1 kB")]
    [InlineData(999_960, "1 MB")]
    [InlineData(12_400_000, "12.4 MB")]
    [InlineData(2_500_000_000, "2.5 GB")]
    [InlineData(120_000_000_000_000, "120 TB")]
    public void Sizes_read_in_decimal_units(long bytes, string expected)
    {
        var bench = new Workbench();
        Assert.EndsWith($"({expected} on host)", bench.Info(bench.Add(new object(), bytes: bytes)).ToString(), StringComparison.Ordinal);
    }
}
