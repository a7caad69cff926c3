using TorchSharp;

namespace ResourceHygiene.TorchSharp.Tests.Library;

/// <summary>A program whose libtorch is missing: the declarations fail as the real library does, once and for ever in their load context.</summary>
public sealed class MissingLibraryTests
{
    private const string Switch = "TorchSharp.Fake.NativePartIsMissing";

    [Fact]
    public void One_error_names_the_package_and_keeps_what_the_library_said() =>
        InProgramWithoutLibtorch(static program =>
        {
            var exception = program.Throws("ResourceHygiene.TorchLibrary", "EnsureLoaded");

            Assert.Equal("ResourceHygiene.TorchLibraryException", exception.GetType().FullName);
            Assert.Contains("TorchSharp-cpu", exception.Message, StringComparison.Ordinal);
            Assert.Contains("libtorch-cpu-linux-x64 package version 2.10.0.0 is not restored", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
            Assert.IsType<TypeInitializationException>(exception.InnerException);
        });

    [Fact]
    public void The_error_is_the_same_the_second_time() =>
        InProgramWithoutLibtorch(static program =>
            Assert.Equal(
                program.Throws("ResourceHygiene.TorchLibrary", "EnsureLoaded").Message,
                program.Throws("ResourceHygiene.TorchLibrary", "EnsureLoaded").Message));

    [Theory]
    [InlineData("ResourceHygiene.TensorScope", "Begin", new object?[] { null, false })]
    [InlineData("ResourceHygiene.TensorWatch", "Begin", new object?[] { "", 0, "" })]
    public void Whatever_needs_libtorch_says_so(string type, string method, object?[] arguments) =>
        InProgramWithoutLibtorch(program =>
            Assert.Equal("ResourceHygiene.TorchLibraryException", program.Throws(type, method, arguments).GetType().FullName));

    [Fact]
    public void Handlers_are_registered_without_it() =>
        InProgramWithoutLibtorch(static program => program.Call("ResourceHygiene.TorchHandlers", "Register", false));

    [Fact]
    public void The_cache_says_that_it_is_missing_instead_of_throwing() =>
        InProgramWithoutLibtorch(static program =>
        {
            var result = program.Call("ResourceHygiene.CudaCache", "TryEmpty");

            Assert.Contains("TorchSharp-cpu", result!.ToString(), StringComparison.Ordinal);
        });

    private static void InProgramWithoutLibtorch(Action<SeparateCopy> test)
    {
        // The tests' own declarations have to be initialized before the switch is on.
        GC.KeepAlive(torch.CPU);
        var program = new SeparateCopy();
        AppContext.SetSwitch(Switch, true);
        try
        {
            test(program);
        }
        finally
        {
            AppContext.SetSwitch(Switch, false);
            program.Unload();
        }
    }
}
