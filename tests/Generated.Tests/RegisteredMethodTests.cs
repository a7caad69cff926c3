namespace ResourceHygiene.Generated.Tests;

/// <summary>Methods with a resource type: everything that can be done with a class, wherever its methods stand.</summary>
public class RegisteredMethodTests
{
    internal sealed class Index(Journal journal)
    {
        public Journal Journal => journal;

        [ReleaseHandler("test_index")]
        internal ReleaseOutcome Close(in ReleaseContext context, CancellationToken token)
        {
            journal.Add($"close {context.Reason} {token == context.Deadline}");
            return ReleaseOutcome.Released(5);
        }

        [Trim("test_index")]
        internal long Shrink(TrimRequest request)
        {
            journal.Add($"trim {request.BytesWanted}");
            return 3;
        }
    }

    internal static class Handlers
    {
        [Offload("test_index")]
        internal static async Task ToHostAsync(Index index, ReleaseContext context)
        {
            await Task.Yield();
            index.Journal.Add("offload");
        }

        [Persist("test_index")]
        internal static void Save(Index index, in ReleaseContext context, CancellationToken token) => index.Journal.Add("save");
    }

    [Fact]
    public void Handler_of_the_class_itself_and_those_beside_it_are_one()
    {
        var journal = new Journal();
        var index = new Index(journal);
        var handle = ResourceTracker.Shared.Register(
            index, new ResourceRegistration { Type = "test_index", Bytes = 10, Location = ResourceLocation.Device(0) });

        Assert.Equal(3, Reaper.Shared.Trim(handle, 2).BytesFreed);
        Assert.Equal(ReleaseStatus.Reduced, Reaper.Shared.Offload(handle).Status);
        Assert.Equal(5, ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure).BytesFreed);

        Assert.Equal(["trim 2", "offload", "save", "close Pressure True"], journal.Entries);
    }

    [Fact]
    public void Resource_of_the_same_class_and_another_type_is_not_theirs()
    {
        var journal = new Journal();
        var handle = ResourceTracker.Shared.Register(new Index(journal), new ResourceRegistration { Type = "test_other_index" });

        ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure);

        Assert.Empty(journal.Entries);
    }
}
