namespace ResourceHygiene.TorchSharp.Tests.AnyLibrary;

/// <summary>These hold with the declarations, with a real TorchSharp, and with one whose native part is missing.</summary>
public sealed class TorchLibraryTests
{
    [Fact]
    public void Whether_TorchSharp_can_be_used_is_said_the_same_way_each_time()
    {
        var first = TorchLibrary.TryLoad(out var why);
        var second = TorchLibrary.TryLoad(out var again);

        Assert.Equal(first, second);
        Assert.Equal(first, TorchLibrary.IsAvailable);
        Assert.Equal(why, again);
        Assert.Equal(first, why is null);
    }

    [Fact]
    public void Where_it_cannot_be_used_every_entrance_says_what_to_add()
    {
        Action[] entrances =
        [
            TorchLibrary.EnsureLoaded,
            static () => TensorScope.Begin().Dispose(),
            static () => CachedScalars.Of(1.5f),
            static () => TensorWatch.Begin(),
        ];

        foreach (var entrance in entrances)
        {
            var thrown = Record.Exception(entrance);
            if (TorchLibrary.TryLoad(out _))
                Assert.Null(thrown);
            else
                Assert.Contains("TorchSharp-cpu", Assert.IsType<TorchLibraryException>(thrown).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Emptying_the_cache_never_throws_and_says_what_it_did()
    {
        var result = CudaCache.TryEmpty();

        Assert.Equal(result.Message, result.ToString());
        Assert.NotEmpty(result.Message);
        Assert.Equal(result.IsEmptied, result.Means is CudaCacheMeans.Library or CudaCacheMeans.Shim);
    }

    [Fact]
    public void Registering_handlers_needs_no_native_part()
    {
        TorchHandlers.Register();
        TorchHandlers.Register();
    }
}
