namespace ResourceHygiene.Tests;

public sealed class ResourceFootprintTests
{
    [Fact]
    public void Nothing_added_is_nothing_on_the_host()
    {
        var footprint = new ResourceFootprint();

        Assert.Equal((ResourceLocation.Host, 0), (footprint.Location, footprint.Bytes));
    }

    [Fact]
    public void Parts_on_the_host_add_up()
    {
        var footprint = new ResourceFootprint();
        footprint.Add(3);
        footprint.Add(4);
        footprint.Add(-5);
        footprint.Add((ISizedResource?)null);

        Assert.Equal((ResourceLocation.Host, 7), (footprint.Location, footprint.Bytes));
    }

    [Fact]
    public void A_resource_is_on_the_device_that_holds_most_of_it()
    {
        var footprint = new ResourceFootprint();
        footprint.Add(1000);
        footprint.Add(5000, ResourceLocation.Storage);
        footprint.Add(2, ResourceLocation.Device(0));
        footprint.Add(2, ResourceLocation.Device(1));
        footprint.Add(1, ResourceLocation.Device(1));

        Assert.Equal((ResourceLocation.Device(1), 3), (footprint.Location, footprint.Bytes));
        Assert.Equal((1000, 5000, 2), (footprint.BytesAt(default), footprint.BytesAt(ResourceLocation.Storage), footprint.BytesAt(ResourceLocation.Device(0))));
        Assert.Equal(0, footprint.BytesAt(ResourceLocation.Device(7)));
    }

    [Fact]
    public void A_sum_that_is_too_large_does_not_become_negative()
    {
        var footprint = new ResourceFootprint();
        footprint.Add(long.MaxValue);
        footprint.Add(1);

        Assert.Equal(long.MaxValue, footprint.Bytes);
    }
}
