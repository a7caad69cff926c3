using TorchSharp;

namespace ResourceHygiene.TorchSharp.Tests.Library;

public sealed class LoadingTests
{
    [Fact]
    public void A_library_that_is_there_is_available()
    {
        Assert.True(TorchLibrary.TryLoad(out var why));
        Assert.Null(why);
        TorchLibrary.EnsureLoaded();
    }

    [Fact]
    public void Nothing_of_the_package_has_a_module_initializer() =>
        Assert.Null(typeof(TorchLibrary).Module.GetType("<Module>")?.TypeInitializer);

    [Fact]
    public void The_package_is_compiled_against_an_assembly_named_as_the_real_one() =>
        Assert.Equal("TorchSharp", typeof(torch.Tensor).Assembly.GetName().Name);
}
