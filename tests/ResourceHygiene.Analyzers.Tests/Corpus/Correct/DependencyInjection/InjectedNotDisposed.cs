public interface IUnit : IDisposable
{
    void Save();
}

public sealed class OrderService
{
    private readonly IUnit _unit;
    private readonly HttpClient _http;

    public OrderService(IUnit unit, HttpClient http)
    {
        _unit = unit ?? throw new ArgumentNullException(nameof(unit));
        _http = http ?? throw new ArgumentNullException(nameof(http));
    }

    public async Task PlaceAsync(string order)
    {
        using StringContent content = new(order);
        using HttpResponseMessage response = await _http.PostAsync("orders", content);
        _unit.Save();
    }
}
