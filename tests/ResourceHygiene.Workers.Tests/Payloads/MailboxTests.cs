using System.Collections.Concurrent;

namespace ResourceHygiene.Workers.Tests.Payloads;

public sealed class MailboxTests
{
    public static TheoryData<string> Kinds => new() { "in line", "latest of all", "latest by kind" };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_item_comes_out_as_it_went_in(string kind)
    {
        var box = Make(kind);
        var item = new Item(1);

        Assert.Equal(PostOutcome.Accepted, box.Post(item, out var returned));

        Assert.Null(returned);
        Assert.Equal(1, box.Count);
        Assert.True(box.TryTake(out var taken));
        Assert.Same(item, taken);
        Assert.False(box.TryTake(out _));
        Assert.Equal(0, box.Count);
    }

    [Theory]
    [InlineData("latest of all")]
    [InlineData("latest by kind")]
    public void A_newer_item_supersedes_the_one_that_waits_and_hands_it_back(string kind)
    {
        var box = Make(kind);
        var (older, newer) = (new Item(1), new Item(1));
        box.Post(older, out _);

        Assert.Equal(PostOutcome.Superseded, box.Post(newer, out var returned));

        Assert.Same(older, returned);
        Assert.Equal(1, box.Count);
        Assert.True(box.TryTake(out var taken));
        Assert.Same(newer, taken);
    }

    [Fact]
    public void Items_without_a_kind_wait_in_line_and_are_never_superseded()
    {
        var box = new Mailbox<Item>(10, static item => item.Kind == 0 ? null : item.Kind);
        Item[] items = [new(0), new(0), new(0)];

        foreach (var item in items)
            Assert.Equal(PostOutcome.Accepted, box.Post(item, out _));

        Assert.Equal(items, Drain(box));
    }

    [Fact]
    public void A_newer_item_waits_at_the_end_so_that_it_overtakes_nobody()
    {
        var box = new Mailbox<Item>(10, static item => item.Kind == 0 ? null : item.Kind);
        var (first, older, last, newer) = (new Item(0), new Item(1), new Item(0), new Item(1));
        box.Post(first, out _);
        box.Post(older, out _);
        box.Post(last, out _);

        box.Post(newer, out _);

        Assert.Equal([first, last, newer], Drain(box));
        Assert.Equal(PostOutcome.Accepted, box.Post(older, out _));
    }

    [Fact]
    public void A_full_box_hands_the_item_back_unless_it_supersedes_one()
    {
        var box = new Mailbox<Item>(2, static item => item.Kind == 0 ? null : item.Kind);
        box.Post(new(0), out _);
        box.Post(new(1), out _);
        var rejected = new Item(0);

        Assert.Equal(PostOutcome.Full, box.Post(rejected, out var returned));

        Assert.Same(rejected, returned);
        Assert.Equal(PostOutcome.Superseded, box.Post(new(1), out _));
        Assert.Equal(2, box.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_item_is_removed_once_and_only_while_it_waits(string kind)
    {
        var box = Make(kind);
        var item = new Item(1);
        box.Post(item, out _);

        Assert.False(box.TryRemove(new(1)));
        Assert.True(box.TryRemove(item));
        Assert.False(box.TryRemove(item));
        Assert.False(box.TryTake(out _));
        Assert.Equal(PostOutcome.Accepted, box.Post(item, out _));
    }

    [Fact]
    public void All_that_waits_is_taken_in_its_order_and_kinds_begin_anew()
    {
        var box = Make("latest by kind");
        Item[] items = [new(1), new(2), new(3)];
        foreach (var item in items)
            box.Post(item, out _);

        Assert.Equal(items, box.TakeAll().AsEnumerable());

        Assert.Empty(box.TakeAll());
        Assert.Equal(0, box.Count);
        Assert.Equal(PostOutcome.Accepted, box.Post(items[0], out _));
    }

    [Fact]
    public void The_same_item_twice_in_line_is_a_mistake()
    {
        var box = new Mailbox<Item>(2);
        var item = new Item(0);
        box.Post(item, out _);

        Assert.Throws<ArgumentException>(() => box.Post(item, out _));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whatever_threads_do_every_item_comes_out_exactly_once(string kind)
    {
        for (var round = 0; round < 10; round++)
        {
            var box = Make(kind);
            var seen = new ConcurrentDictionary<Item, int>(ReferenceEqualityComparer.Instance);
            var posted = 0;
            using var start = new Barrier(7);

            void Saw(Item? item)
            {
                if (item is not null)
                    Assert.True(seen.TryAdd(item, 0), "An item came out twice.");
            }

            var posters = Enumerable.Range(0, 4).Select(poster => Run(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 2_000; i++)
                {
                    var item = new Item(1 + poster % 2);
                    Interlocked.Increment(ref posted);
                    box.Post(item, out var returned);
                    Saw(returned);
                    if (i % 3 == 0 && box.TryRemove(item))
                        Saw(item);
                }
            })).ToArray();
            var takers = Enumerable.Range(0, 2).Select(_ => Run(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 4_000; i++)
                {
                    if (box.TryTake(out var item))
                        Saw(item);
                }
            })).ToArray();
            var clearer = Run(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 500; i++)
                {
                    foreach (var item in box.TakeAll())
                        Saw(item);
                }
            });
            await Task.WhenAll([.. posters, .. takers, clearer]);
            foreach (var left in box.TakeAll())
                Saw(left);

            Assert.Equal(posted, seen.Count);
        }
    }

    private static Task Run(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static List<Item> Drain(Mailbox<Item> box)
    {
        var items = new List<Item>();
        while (box.TryTake(out var item))
            items.Add(item);
        return items;
    }

    private static Mailbox<Item> Make(string kind) => kind switch
    {
        "in line" => new(64),
        "latest of all" => new(1, static _ => ""),
        _ => new(64, static item => item.Kind),
    };

    private sealed class Item(int kind)
    {
        public int Kind => kind;
    }
}
