namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5013;

/// <summary>What the loader disposes at its next step is kept.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task A_tensor_in_a_list() => TorchCode.InMethod(
        """
        var labels = new List<Tensor>();
        foreach (var batch in loader)
            labels.Add({|RH5013:batch["label"]|});
        """);

    [Fact]
    public Task A_batch_in_a_list() => TorchCode.InMethod(
        """
        var batches = new List<Dictionary<string, Tensor>>();
        foreach (var batch in loader)
            batches.Add({|RH5013:batch|});
        """);

    [Fact]
    public Task By_way_of_a_variable() => TorchCode.InMethod(
        """
        var labels = new List<Tensor>();
        foreach (var batch in loader)
        {
            var label = batch["label"];
            labels.Add({|RH5013:label|});
        }
        """);

    [Fact]
    public Task Detached_from_a_scope_that_has_no_say() => TorchCode.InMethod(
        """
        var labels = new List<Tensor>();
        foreach (var batch in loader)
            labels.Add({|RH5013:batch["label"].DetachFromDisposeScope()|});
        """);

    [Fact]
    public Task In_a_field() => TorchCode.InClass(
        """
        private Tensor? _last;
        void M(DataLoader loader)
        {
            foreach (var batch in loader)
                _last = {|RH5013:batch["data"]|};
        }
        """);

    [Fact]
    public Task In_a_variable_that_is_read_afterwards() => TorchCode.InMethod(
        """
        Tensor? last = null;
        foreach (var batch in loader)
            last = {|RH5013:batch["data"]|};
        using var y = model.forward(last!);
        """);

    [Fact]
    public Task In_a_dictionary() => TorchCode.InMethod(
        """
        var all = new Dictionary<int, Tensor>();
        int i = 0;
        foreach (var batch in loader)
            all[i++] = {|RH5013:batch["data"]|};
        """);

    [Fact]
    public Task Returned_from_the_loop() => TorchCode.InClass(
        """
        Tensor? M(DataLoader loader)
        {
            foreach (var batch in loader)
                return {|RH5013:batch["data"]|};
            return null;
        }
        """);

    [Fact]
    public Task Of_the_first_batches() => TorchCode.InMethod(
        """
        var labels = new List<Tensor>();
        foreach (var batch in loader.Take(3))
            labels.Add({|RH5013:batch["label"]|});
        """);

    [Fact]
    public Task First() => TorchCode.InMethod("var batch = {|RH5013:loader.First()|};");

    [Fact]
    public Task ToList_of_some() => TorchCode.InMethod("var batches = {|RH5013:loader.Skip(1).Take(3).ToList()|};");

    [Fact]
    public Task Of_a_loader_created_here() => TorchCode.InMethod(
        """
        using var created = new DataLoader(data, 32);
        var batches = {|RH5013:created.ToArray()|};
        """);

    [Fact]
    public Task Of_a_loader_of_tuples() => TorchCode.InClass(
        """
        void M(DataLoader<(Tensor Data, Tensor Label), (Tensor Data, Tensor Label)> loader)
        {
            var labels = new List<Tensor>();
            foreach (var (data, label) in loader)
                labels.Add({|RH5013:label|});
            foreach (var batch in loader)
                labels.Add({|RH5013:batch.Label|});
        }
        """);
}
