namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5017;

/// <summary>The garbage collector is to do what Dispose was not called for.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task In_a_training_loop() => TorchCode.InMethod(
        """
        foreach (var batch in loader)
        {
            var y = model.forward(batch["data"]);
            {|RH5017:GC.Collect()|};
        }
        """);

    [Fact]
    public Task Told_once_for_a_function() => TorchCode.InMethod(
        """
        var y = x.add(x);
        {|RH5017:GC.Collect()|};
        GC.WaitForPendingFinalizers();
        GC.Collect();
        """);

    [Fact]
    public Task Of_one_generation() => TorchCode.InMethod(
        """
        var y = x.add(x);
        {|RH5017:GC.Collect(0)|};
        """);

    [Fact]
    public Task With_its_namespace() => TorchCode.InMethod(
        """
        var y = x.add(x);
        {|RH5017:System.GC.Collect()|};
        """);

    [Fact]
    public Task Beside_a_scope() => TorchCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        var y = x.add(x);
        {|RH5017:GC.Collect()|};
        """);

    [Fact]
    public Task After_a_module() => TorchCode.InMethod(
        """
        var net = Linear(1, 2);
        net = null;
        {|RH5017:GC.Collect()|};
        """);

    [Fact]
    public Task After_an_element() => TorchCode.InMethod(
        """
        Console.WriteLine(x[0].shape);
        {|RH5017:GC.Collect()|};
        """);

    [Fact]
    public Task In_a_lambda() => TorchCode.InMethod(
        """
        Action step = () => { var y = x.add(x); {|RH5017:GC.Collect()|}; };
        """);

    [Fact]
    public Task In_a_local_function() => TorchCode.InMethod(
        """
        Step();
        void Step() { var y = x.add(x); {|RH5017:GC.Collect()|}; }
        """);
}

/// <summary>Nothing to do with tensors, or on purpose.</summary>
public sealed class Valid
{
    [Fact]
    public Task In_other_code() => TorchCode.InClass("void M() { var list = new List<int>(); GC.Collect(); }");

    [Fact]
    public Task In_a_measurement() => TorchCode.InMethod(
        """
        var y = x.add(x);
        GC.Collect();
        Console.WriteLine(Tensor.TotalCount);
        """);

    [Fact]
    public Task In_a_measurement_of_memory() => TorchCode.InMethod(
        """
        var y = x.add(x);
        GC.Collect();
        Console.WriteLine(GC.GetTotalMemory(true));
        """);

    [Fact]
    public Task In_another_function() => TorchCode.InClass(
        """
        Tensor M(Tensor x) => x.add(x);
        void Idle() => GC.Collect();
        """);

    [Fact]
    public Task Finalizers_only() => TorchCode.InMethod(
        """
        var y = x.add(x);
        GC.WaitForPendingFinalizers();
        """);

    [Fact]
    public Task A_method_of_that_name_elsewhere() => TorchCode.InFile(
        """
        static class GC { public static void Collect() { } }
        class C { void M(Tensor x) { var y = x.add(x); GC.Collect(); } }
        """);
}
