namespace ResourceHygiene.Tests;

public sealed class ResourceBudgetTests
{
    [Fact]
    public void Room_is_made_until_the_new_bytes_fit()
    {
        var bench = new Workbench();
        var budget = new ResourceBudget(bench.Cleaner, limitBytes: 100);
        bench.Add(new FakeResource(), bytes: 60);
        bench.Add(new FakeResource(), bytes: 30);

        var report = budget.MakeRoom(50);

        Assert.Equal((60L, 0L), (report.BytesFreed, report.Missing));
        Assert.Equal(40, report.Goal.Bytes);
        Assert.Equal(30, budget.Used);
    }

    [Fact]
    public void Nothing_is_let_go_while_there_is_room()
    {
        var bench = new Workbench();
        var budget = new ResourceBudget(bench.Cleaner, limitBytes: 100);
        bench.Add(new FakeResource(), bytes: 60);

        var report = budget.MakeRoom(40);

        Assert.True(report.IsEnough);
        Assert.Empty(report.Steps);
        Assert.Equal(60, budget.Used);
    }

    [Fact]
    public void Nothing_is_sacrificed_for_what_can_never_fit()
    {
        var bench = new Workbench();
        var budget = new ResourceBudget(bench.Cleaner, limitBytes: 100);
        bench.Add(new FakeResource(), bytes: 60);

        var report = budget.MakeRoom(101);

        Assert.Equal((0L, 1L), (report.BytesFreed, report.Missing));
        Assert.Equal(60, budget.Used);
    }

    [Fact]
    public void A_budget_over_its_limit_comes_back_below_it()
    {
        var bench = new Workbench();
        var budget = new ResourceBudget(bench.Cleaner, limitBytes: 100, ResourceLocation.Device(1));
        for (var i = 0; i < 4; i++)
            bench.Add(new FakeResource(), bytes: 40, location: ResourceLocation.Device(1));
        bench.Add(new FakeResource(), bytes: 1000);

        budget.MakeRoom(0);

        Assert.Equal(80, budget.Used);
        Assert.Equal(1000, bench.Tracker.BytesAt(ResourceLocation.Host));
    }

    [Fact]
    public void Negative_sizes_are_refused()
    {
        var bench = new Workbench();

        Assert.Throws<ArgumentOutOfRangeException>(() => new ResourceBudget(bench.Cleaner, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResourceBudget(bench.Cleaner, 1).MakeRoom(-1));
    }
}
